import type { NamedTensors, Tensor } from '../../../inference/session.ts';
import { float32Tensor, outputOf } from '../../../inference/tensor.ts';
import { bandCount } from './graph/conditionGraph.ts';
import { estimatorNames, type MemoryType } from './graph/estimatorNames.ts';
import { stepCount } from './flowSteps.ts';

export interface FlowMemoryOptions {
  /** Of the estimator. */
  readonly blockCount: number;
  readonly width: number;
  readonly type: MemoryType;
  /** How much it may take; what comes after is computed anew each time. */
  readonly byteLimit: number;
}

/**
 * What the flow computed of the first frames of a sound, at each of its steps: frames that see nothing after their chunk
 * never change, so what follows them starts from here. A frame of the published model takes 1.8 MB in halves.
 */
export interface FlowMemory {
  readonly frameCount: number;
  /** Frames that it can hold. */
  readonly capacity: number;

  /** Inputs of the estimator: its keys and values, of both sounds, at a step. */
  readonly past: (step: number) => NamedTensors;

  /** Row-major [frames, 80]: the last frames of the unfinished sound at a step; at `stepCount`, of the finished one. */
  sound(step: number, frames: FrameRange): Float32Array;

  /**
   * Keeps the first of the frames that a step computed; `keep` makes them count.
   *
   * @param sound    row-major [frames, 80], as it was before the step; after the last step there are no outputs
   */
  store(step: number, frames: StoredFrames): void;
  keep(frameCount: number): void;

  /** Forgets all after the first frames. */
  truncate(frameCount: number): void;
}

export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredFrames {
  readonly count: number;
  readonly sound: Float32Array;
  readonly outputs?: NamedTensors;
}

export function createFlowMemory(options: FlowMemoryOptions): FlowMemory {
  const { blockCount, width, type, byteLimit } = options;
  /** Keys or values of a frame, for what is told and for what is told nothing. */
  const rowLength = 2 * width;
  const tensorCount = 2 * blockCount * stepCount;
  const capacity = Math.floor(byteLimit / (tensorCount * rowLength * bytesOf[type]));
  const names = memoryNames(blockCount);
  /** Pages that were never written take no memory. */
  const kept = Array.from({ length: stepCount }, () =>
    names.map(() => createRows(type, capacity * rowLength)),
  );
  const sounds = Array.from({ length: stepCount + 1 }, () => new Float32Array(capacity * bandCount));
  let frameCount = 0;
  return {
    get frameCount() {
      return frameCount;
    },
    capacity,
    past(step) {
      const dims = [frameCount, 2, width];
      return Object.fromEntries(
        names.map(({ past }, index) => [
          past,
          toTensor(kept[step]?.[index]?.subarray(0, frameCount * rowLength), dims),
        ]),
      );
    },
    sound(step, { start, end }) {
      return sounds[step]?.subarray(start * bandCount, end * bandCount) ?? new Float32Array(0);
    },
    store(step, { count, sound, outputs }) {
      sounds[step]?.set(sound.subarray(0, count * bandCount), frameCount * bandCount);
      if (outputs === undefined) return;
      names.forEach(({ added }, index) => {
        const rows = rowsOf(outputs, added, type).subarray(0, count * rowLength);
        kept[step]?.[index]?.set(rows, frameCount * rowLength);
      });
    },
    keep(count) {
      frameCount += count;
    },
    truncate(count) {
      frameCount = Math.min(frameCount, count);
    },
  };
}

/** Outputs of the estimator that a memory keeps. */
export function addedNames(blockCount: number): string[] {
  return memoryNames(blockCount).map(({ added }) => added);
}

function memoryNames(blockCount: number): { readonly past: string; readonly added: string }[] {
  const { pastKey, pastValue, key, value } = estimatorNames;
  return Array.from({ length: blockCount }, (_, block) => [
    { past: pastKey(block), added: key(block) },
    { past: pastValue(block), added: value(block) },
  ]).flat();
}

const bytesOf: Readonly<Record<MemoryType, number>> = { float32: 4, float16: 2 };

/** Halves are kept as their bits. */
function createRows(type: MemoryType, length: number): Float32Array | Uint16Array {
  return type === 'float32' ? new Float32Array(length) : new Uint16Array(length);
}

function toTensor(rows: Float32Array | Uint16Array | undefined, dims: readonly number[]): Tensor {
  return rows instanceof Uint16Array
    ? { type: 'float16', dims, data: rows }
    : float32Tensor(rows ?? new Float32Array(0), dims);
}

/** A runtime that has arrays of halves gives halves as numbers; their bits are wanted. */
function rowsOf(outputs: NamedTensors, name: string, type: MemoryType): Float32Array | Uint16Array {
  if (type === 'float32') return outputOf(outputs, name, type).data;
  const { buffer, byteOffset, length } = outputOf(outputs, name, type).data;
  return new Uint16Array(buffer, byteOffset, length);
}

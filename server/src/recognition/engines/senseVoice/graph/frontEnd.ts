import type { Cmvn } from '../../../../audio/cmvn.ts';
import { createFbankFilters, createFbankWindow, fbankFrames } from '../../../../audio/fbank.ts';
import { createGraph, createModel, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import { writeModel } from '../../../../onnx/onnxModel.ts';

const { frameSamples, shiftSamples, blockSamples, preemphasis, fftSize, melCount, leastEnergy } = fbankFrames;

export const frontEndTensors = {
  /** float32 [n, 80], n at least 5 blocks, of which frames are five long and begin at every second: mono 16 kHz in [-1, 1]. */
  blocks: 'blocks',
  /** float32 [1]: of all samples. */
  mean: 'mean',
  /** float32 [T, 560] */
  features: 'features',
} as const;

/**
 * SenseVoice's front end as a graph, whose products, shared by two threads, take half the time of a Fourier transform in
 * TypeScript: log-mel features as Kaldi computes them, seven frames stacked every six, brought to the mean and
 * variance of the model's training.
 *
 * All that is done to a frame before its spectrum is linear, so one product does it. In floats it is as far from the
 * exact values as Kaldi's transform in floats, 1.2e-4, and the same bits whatever the number of threads.
 *
 * @returns  a model of `frontEndTensors`
 * Source: kaldi-native-fbank feature-window.cc and feature-fbank.cc, FunASR wav_frontend.py.
 */
export function buildFrontEndGraph({ shifts, scales }: Cmvn): Uint8Array {
  const { blocks, mean, features } = frontEndTensors;
  const graph = createGraph('front end');
  graph.inputs.push(
    createValueInfo(blocks, 'float32', ['blocks', blockSamples]),
    createValueInfo(mean, 'float32', [1]),
  );
  graph.outputs.push(createValueInfo(features, 'float32', ['frames', stacks.rowCount * melCount]));
  const editor = new GraphEditor(graph);
  const op = createOperations(editor, features);
  // A frame loses its own mean by the waves. Without that of all before, the sums of a sound around another value than
  // zero would be rounded by that. It is fed, as threads would add it in an order that depends on their number.
  const cut = gatherWindows(op, { rows: op.apply('Sub', [blocks, mean]), ...frames });
  const stacked = gatherWindows(op, { rows: addLogMel(op, cut), ...stacks });
  const shifted = op.apply('Add', [stacked, op.floats([shifts.length], shifts)]);
  op.apply('Mul', [shifted, op.floats([scales.length], scales)], { output: features });
  return writeModel(createModel(editor.commit(), { '': operatorSet }));
}

const operatorSet = 18;

/** Of blocks: whole frames only. */
const frames = {
  rowCount: frameSamples / blockSamples,
  stride: shiftSamples / blockSamples,
  before: 0,
  after: frameSamples / blockSamples - 1,
  width: blockSamples,
} as const;

/** Of frames: the first and the last are repeated at the edges. */
const stacks = { rowCount: 7, stride: 6, before: 3, after: 0, width: melCount } as const;

interface Windows {
  /** [n, width] */
  readonly rows: string;
  readonly width: number;
  /** Rows of a window. */
  readonly rowCount: number;
  readonly stride: number;
  /** How many rows before its place a window begins. */
  readonly before: number;
  /** Rows at the end that are no window's place. */
  readonly after: number;
}

/** @returns [windows, rowCount * width], rows beyond the edges being those at the edges */
function gatherWindows(
  { apply, int64, int64s }: GraphOperations,
  { rows, width, rowCount, stride, before, after }: Windows,
): string {
  const count = apply('Squeeze', [apply('Shape', [rows], { attributes: { start: 0n, end: 1n } })]);
  const places = apply('Range', [int64(0), apply('Sub', [count, int64(after)]), int64(stride)]);
  const around = Array.from({ length: rowCount }, (_, index) => index - before);
  const indices = apply('Add', [apply('Unsqueeze', [places, int64s(1)]), int64s(...around)]);
  const last = apply('Sub', [count, int64(1)]);
  const inside = apply('Min', [apply('Max', [indices, int64(0)]), last]);
  return apply('Reshape', [apply('Gather', [rows, inside]), int64s(-1, rowCount * width)]);
}

/** The Nyquist frequency is in no mel filter. */
const binCount = fftSize / 2;

/** [frames, 400] to [frames, 80] */
function addLogMel({ apply, float, floats, int64s }: GraphOperations, cut: string): string {
  const spectrum = apply('MatMul', [cut, floats([frameSamples, 2 * binCount], createWaves())]);
  const squares = apply('Mul', [spectrum, spectrum]);
  const energies = apply('MatMul', [squares, floats([2 * binCount, melCount], createFilterColumns())]);
  const audible = apply('Max', [energies, float(leastEnergy)]);
  // Sums of one, for their logarithm: `Log` takes many at once and what is left over one by one, which differ in the last
  // bit, and what is left over depends on the number of threads.
  const alone = apply('Unsqueeze', [audible, int64s(2)]);
  return apply('ReduceLogSum', [alone, int64s(2)], { attributes: { keepdims: 0n } });
}

/**
 * Row-major [400, 512]: what a frame is multiplied by for the real parts of its spectrum, then for the imaginary ones: its
 * mean removed, emphasised, windowed, transformed. A column is the transpose of all that, applied to a wave.
 */
function createWaves(): Float32Array {
  const window = createFbankWindow({ window: 'hamming', scale: 32_768 });
  const waves = new Float32Array(frameSamples * 2 * binCount);
  for (let column = 0; column < 2 * binCount; column += 1) {
    const wave = column < binCount ? Math.cos : (angle: number): number => -Math.sin(angle);
    const step = (2 * Math.PI * (column % binCount)) / fftSize;
    const windowed = window.map((level, index) => level * wave(step * index));
    // A frame's first sample is emphasised by itself.
    const emphasized = windowed.map(
      (value, index) => value - preemphasis * ((windowed[index + 1] ?? 0) + (index === 0 ? value : 0)),
    );
    const mean = emphasized.reduce((sum, value) => sum + value, 0) / frameSamples;
    for (const [index, value] of emphasized.entries()) waves[index * 2 * binCount + column] = value - mean;
  }
  return waves;
}

/** Row-major [512, 80]: the filters over the squares of the real parts, and over those of the imaginary ones. */
function createFilterColumns(): Float32Array {
  const columns = new Float32Array(2 * binCount * melCount);
  for (const [mel, { firstBin, weights }] of createFbankFilters().entries()) {
    for (const [index, weight] of weights.entries()) {
      columns[(firstBin + index) * melCount + mel] = weight;
      columns[(binCount + firstBin + index) * melCount + mel] = weight;
    }
  }
  return columns;
}

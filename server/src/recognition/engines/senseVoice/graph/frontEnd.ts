import { createFbankFilters, createFbankWindow, fbankFrames } from '../../../../audio/fbank.ts';
import type { Cmvn } from '../../../../audio/cmvn.ts';
import { createGraph, createModel, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import { writeModel } from '../../../../onnx/onnxModel.ts';

const { frameSamples, shiftSamples, preemphasis, fftSize, melCount, leastEnergy } = fbankFrames;

/** The Nyquist frequency is in no mel filter. */
const binCount = fftSize / 2;
const windowFrames = 7;
const strideFrames = 6;

export const frontEndTensors = {
  /** float32 [1, 1, n], n at least 400: mono 16 kHz in [-1, 1]. */
  samples: 'samples',
  /** float32 [1, T, 560] */
  features: 'features',
} as const;

/**
 * SenseVoice's front end as a graph, whose products take half the time of a Fourier transform in TypeScript and are
 * shared by all threads: log-mel features as Kaldi computes them, seven frames stacked every six, brought to the mean and
 * variance of the model's training.
 *
 * All that is done to a frame before its spectrum is linear, so one convolution does it. In floats it is as far from
 * the exact values as Kaldi's transform in floats, 1e-4.
 *
 * Source: kaldi-native-fbank feature-window.cc and feature-fbank.cc, FunASR wav_frontend.py.
 */
export function buildFrontEndGraph(cmvn: Cmvn): Uint8Array {
  const { samples, features } = frontEndTensors;
  const graph = createGraph('front end');
  graph.inputs.push(createValueInfo(samples, 'float32', [1, 1, 'samples']));
  graph.outputs.push(createValueInfo(features, 'float32', [1, 'frames', windowFrames * melCount]));
  const editor = new GraphEditor(graph);
  const op = createOperations(editor, features);
  const stacked = stackFrames(op, addLogMel(op, samples));
  const dimension = [cmvn.shifts.length];
  const shifted = op.apply('Add', [stacked, op.floats(dimension, cmvn.shifts)]);
  op.apply('Mul', [shifted, op.floats(dimension, cmvn.scales)], { output: features });
  return writeModel(createModel(editor.commit(), { '': operatorSet }));
}

const operatorSet = 18;

/** @returns [1, frames, 80] */
function addLogMel({ apply, applyMany, float, floats }: GraphOperations, samples: string): string {
  // Each frame loses its own mean by the kernels. Without that of all before, the sums of a sound around another value
  // than zero would be rounded by that.
  const centred = apply('Sub', [samples, apply('ReduceMean', [samples])]);
  const kernels = floats([2 * binCount, 1, frameSamples], createKernels());
  const strides = [BigInt(shiftSamples)];
  const spectrum = apply('Conv', [centred, kernels], { attributes: { strides } });
  const [real = '', imaginary = ''] = applyMany('Split', [spectrum], {
    outputCount: 2,
    attributes: { axis: 1n, num_outputs: 2n },
  });
  const power = apply('Add', [apply('Mul', [real, real]), apply('Mul', [imaginary, imaginary])]);
  const energies = apply('MatMul', [floats([melCount, binCount], createFilterRows()), power]);
  const logs = apply('Log', [apply('Max', [energies, float(leastEnergy)])]);
  return apply('Transpose', [logs], { attributes: { perm: [0n, 2n, 1n] } });
}

/** [1, frames, 80] to [1, T, 560]; the first and the last frame are repeated at the edges. */
function stackFrames({ apply, int64, int64s }: GraphOperations, frames: string): string {
  const frameCount = apply('Squeeze', [apply('Shape', [frames], { attributes: { start: 1n, end: 2n } })]);
  const middles = apply('Range', [int64(0), frameCount, int64(strideFrames)]);
  const around = Array.from({ length: windowFrames }, (_, index) => index - (windowFrames - 1) / 2);
  const places = apply('Add', [apply('Unsqueeze', [middles, int64s(1)]), int64s(...around)]);
  const last = apply('Sub', [frameCount, int64(1)]);
  const inside = apply('Min', [apply('Max', [places, int64(0)]), last]);
  const stacked = apply('Gather', [frames, inside], { attributes: { axis: 1n } });
  return apply('Reshape', [stacked, int64s(1, -1, windowFrames * melCount)]);
}

/**
 * Row-major [512, 400]: what a frame is multiplied by for the real parts of its spectrum, then for the imaginary ones:
 * its mean removed, emphasised, windowed, transformed, each the transpose of what it does to the frame.
 */
function createKernels(): Float32Array {
  const window = createFbankWindow({ window: 'hamming', scale: 32_768 });
  const kernels = new Float32Array(2 * binCount * frameSamples);
  for (let row = 0; row < 2 * binCount; row += 1) {
    const wave = row < binCount ? Math.cos : (angle: number): number => -Math.sin(angle);
    const step = (2 * Math.PI * (row % binCount)) / fftSize;
    const windowed = window.map((level, index) => level * wave(step * index));
    // A frame's first sample is emphasised by itself.
    const emphasized = windowed.map(
      (value, index) => value - preemphasis * ((windowed[index + 1] ?? 0) + (index === 0 ? value : 0)),
    );
    const mean = emphasized.reduce((sum, value) => sum + value, 0) / frameSamples;
    kernels.set(
      emphasized.map((value) => value - mean),
      row * frameSamples,
    );
  }
  return kernels;
}

/** Row-major [80, 256] */
function createFilterRows(): Float32Array {
  const rows = new Float32Array(melCount * binCount);
  for (const [mel, { firstBin, weights }] of createFbankFilters().entries())
    rows.set(weights, mel * binCount + firstBin);
  return rows;
}

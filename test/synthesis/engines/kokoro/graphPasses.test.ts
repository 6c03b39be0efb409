import { describe, expect, test } from 'vitest';
import { float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { createGraph, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../server/src/onnx/graphOperations.ts';
import { createTensor } from '../../../../server/src/onnx/tensorData.ts';
import { fuseAdaptiveNorms } from '../../../../server/src/synthesis/engines/kokoro/graph/adaptiveNorms.ts';
import { computeInFloat } from '../../../../server/src/synthesis/engines/kokoro/graph/floatProducts.ts';
import { layOutFramesFirst } from '../../../../server/src/synthesis/engines/kokoro/graph/framesFirst.ts';
import {
  convolveInFloat,
  convolveInIntegers,
} from '../../../../server/src/synthesis/engines/kokoro/graph/integerConvolutions.ts';
import { shortenSnakes } from '../../../../server/src/synthesis/engines/kokoro/graph/snakes.ts';
import {
  convolveSourceSpectrum,
  shortenSourcePhases,
} from '../../../../server/src/synthesis/engines/kokoro/graph/sourceSignal.ts';
import { multiplyTransposedConvolutions } from '../../../../server/src/synthesis/engines/kokoro/graph/transposedConvolutions.ts';
import { runGraph } from '../../../support/runGraph.ts';

const channels = 4;

describe('each pass computes what the published operators compute', () => {
  const integerConvolution = (dilation: number, stride: number) => (o: Building) =>
    convolution(o, 'x', { taps: 3, dilation, stride });

  test.each([
    ['plain', 1, 1],
    ['dilated', 3, 1],
    ['with a stride', 1, 2],
  ])('integer convolution, %s', async (_, dilation, stride) => {
    const found = await compare(integerConvolution(dilation, stride), (editor) => {
      convolveInIntegers(editor);
    });
    // The published graph rounds the bias to a step of the product (here 8e-5).
    expect(found.error).toBeLessThan(1e-4);
    expect(found.opTypes).not.toContain('ConvInteger');
    expect(found.opTypes).toContain('MatMulInteger');
  });

  test('integer convolution in floats, but for the rounding to 8 bits', async () => {
    const found = await compare(integerConvolution(1, 1), convolveInFloat);
    expect(found.error).toBeLessThan(0.02);
    expect(found.opTypes).toEqual(['Conv']);
  });

  test('adaptive norm', async () => {
    const found = await compare(
      (o) => norm(o, 'x'),
      (editor) => void fuseAdaptiveNorms(editor),
    );
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).toEqual(['Abs', 'Abs', 'Reshape', 'Reshape', 'InstanceNormalization']);
  });

  test('snake behind a norm', async () => {
    const found = await compare(
      (o) => snake(o, norm(o, 'x')),
      (editor) => {
        fuseAdaptiveNorms(editor);
        shortenSnakes(editor);
      },
    );
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).not.toContain('Pow');
  });

  test('a residual block laid out frames first', async () => {
    const block = (o: Building): string => {
      const first = convolution(o, 'x', { taps: 3, dilation: 1, stride: 1 });
      const second = convolution(o, snake(o, norm(o, first)), { taps: 3, dilation: 3, stride: 1 });
      const sum = o.apply('Add', [second, first]);
      return convolution(o, snake(o, norm(o, sum)), { taps: 3, dilation: 1, stride: 1 });
    };
    const found = await compare(block, (editor) => {
      fuseAdaptiveNorms(editor);
      shortenSnakes(editor);
      convolveInIntegers(editor);
      editor.removeDead();
      editor.sort();
      layOutFramesFirst(editor);
    });
    // A value at the border of two steps may be rounded to the other one.
    expect(found.error).toBeLessThan(0.05);
    // One transposition on the way in (of the 8-bit signal), one on the way out.
    expect(found.opTypes.filter((opType) => opType === 'Transpose')).toHaveLength(2);
    expect(found.opTypes).not.toContain('InstanceNormalization');
  });

  test('transposed convolution', async () => {
    const upsample = (o: Building): string =>
      o.apply('ConvTranspose', ['x', o.random([channels, 3, 8]), o.random([3])], {
        attributes: { strides: [4n], kernel_shape: [8n], pads: [2n, 2n], group: 1n },
      });
    const found = await compare(upsample, multiplyTransposedConvolutions);
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).toContain('MatMul');
  });

  test('products, recurrent layers and tables in floats, but for the rounding to 8 bits', async () => {
    const found = await compare(integerLayers, computeInFloat);
    expect(found.error).toBeLessThan(0.03);
    expect(found.opTypes).toContain('LSTM');
    expect(found.opTypes).not.toContain('MatMulInteger');
    expect(found.opTypes).not.toContain('DequantizeLinear');
  });
});

describe('the sine source', () => {
  test('phases are computed once for each contour value', async () => {
    const found = await compare(phases, shortenSourcePhases);
    expect(found.error).toBeLessThan(1e-6);
    expect(found.opTypes).not.toContain('Resize');
  });

  test('the spectrum of a voiced source', async () => {
    const wave = Float32Array.from({ length: channels * 50 }, (_, n) => Math.sin(n * 0.21) + 0.3);
    const found = await compare(spectrum, convolveSourceSpectrum, wave);
    expect(found.error).toBeLessThan(1e-5);
    expect(found.opTypes).not.toContain('STFT');
  });

  test('the angles of an unvoiced source do not hang on its rounding', async () => {
    const angles = async (level: number): Promise<number[]> => {
      const editor = build(spectrum);
      convolveSourceSpectrum(editor);
      const bins = await evaluate(editor, new Float32Array(channels * 50).fill(level));
      const frameCount = bins.length / 22;
      const part = (row: number): number => bins[row * frameCount] ?? 0;
      return Array.from({ length: 11 }, (_, bin) => Math.atan2(part(bin + 11), part(bin)));
    };
    const [first, second] = await Promise.all([angles(-0.02944175), angles(-0.0311)]);
    const apart = first.map((angle, bin) => Math.abs(Math.sin((angle - (second[bin] ?? 0)) / 2)));
    expect(Math.max(...apart)).toBeLessThan(0.05);
    expect(first[0]).toBeCloseTo(Math.PI, 3);
  });
});

interface Building extends GraphOperations {
  random(dims: readonly number[]): string;
  setUint8(dims: readonly number[], values: Uint8Array): string;
  setInt8(dims: readonly number[], values: Int8Array): string;
}

/** The same numbers in [-1, 1) for the same seed. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  });
}

const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

function build(write: (o: Building) => string): GraphEditor {
  const graph = createGraph('test');
  graph.inputs.push(createValueInfo('x', 'float32', [1, channels, 't']));
  const editor = new GraphEditor(graph);
  const operations = createOperations(editor, 'test');
  let seed = 1;
  const set = (tensor: ReturnType<typeof createTensor>): string => {
    editor.setInitializer(tensor);
    return tensor.name;
  };
  const output = write({
    ...operations,
    random: (dims) => operations.floats(dims, noise(size(dims), (seed += 1))),
    setUint8: (dims, values) => set(createTensor(editor.freshName('u8'), 'uint8', { dims, values })),
    setInt8: (dims, values) => set(createTensor(editor.freshName('i8'), 'int8', { dims, values })),
  });
  operations.apply('Identity', [output], { output: 'y' });
  graph.outputs.push(createValueInfo('y', 'float32', ['a', 'b', 'c']));
  return editor;
}

async function evaluate(editor: GraphEditor, signal: Float32Array): Promise<Float32Array> {
  editor.removeDead();
  const feeds = { x: float32Tensor(signal, [1, channels, signal.length / channels]) };
  return outputOf(await runGraph(editor.commit(), feeds), 'y', 'float32').data;
}

async function compare(
  write: (o: Building) => string,
  pass: (editor: GraphEditor) => void,
  signal = noise(channels * 40, 7),
): Promise<{ readonly error: number; readonly opTypes: string[] }> {
  const expected = await evaluate(build(write), signal);
  const editor = build(write);
  pass(editor);
  const found = await evaluate(editor, signal);
  expect(found.length).toBe(expected.length);
  const error = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? 0))), 0);
  const opTypes = editor.graph.nodes.map(({ opType }) => opType).filter((opType) => opType !== 'Identity');
  return { error, opTypes };
}

/** As the quantizer of the published graph writes it. */
function convolution(
  o: Building,
  input: string,
  { taps, dilation, stride }: { taps: number; dilation: number; stride: number },
): string {
  const dims = [channels, channels, taps];
  const weights = o.setUint8(
    dims,
    Uint8Array.from(noise(size(dims), taps), (value) => 63 + 63 * value),
  );
  const [signal = '', scale = '', zero = ''] = o.applyMany('DynamicQuantizeLinear', [input], {
    outputCount: 3,
  });
  const pad = BigInt(dilation * ((taps - 1) / 2));
  const product = o.apply('ConvInteger', [signal, weights, zero, o.setUint8([], Uint8Array.of(60))], {
    attributes: {
      dilations: [BigInt(dilation)],
      group: 1n,
      kernel_shape: [BigInt(taps)],
      pads: [pad, pad],
      strides: [BigInt(stride)],
    },
  });
  const scales = o.apply('Mul', [scale, o.float(0.01)]);
  const levels = o.apply('Floor', [o.apply('Div', [o.random([channels]), scales])]);
  const bias = o.apply('Reshape', [
    o.apply('Cast', [levels], { attributes: { to: 6n } }),
    o.int64s(1, -1, 1),
  ]);
  const sum = o.apply('Cast', [o.apply('Add', [product, bias])], { attributes: { to: 1n } });
  return o.apply('Mul', [sum, scales]);
}

function norm(o: Building, signal: string): string {
  const mean = (name: string): string => o.apply('ReduceMean', [name, o.int64s(2)]);
  const centered = o.apply('Sub', [signal, mean(signal)]);
  const variance = mean(o.apply('Mul', [centered, centered]));
  const deviation = o.apply('Sqrt', [o.apply('Add', [variance, o.float(1e-5)])]);
  const gain = o.apply('Abs', [o.random([1, channels, 1])]);
  const shift = o.apply('Abs', [o.random([1, channels, 1])]);
  return o.apply('Add', [o.apply('Mul', [gain, o.apply('Div', [centered, deviation])]), shift]);
}

function snake(o: Building, signal: string): string {
  const alphas = Float32Array.of(0.5, -0.01, 1.5, 2);
  const alpha = o.floats([1, channels, 1], alphas);
  const inverse = o.floats(
    [1, channels, 1],
    alphas.map((value) => 1 / value),
  );
  const power = o.apply('Pow', [o.apply('Sin', [o.apply('Mul', [alpha, signal])]), o.float(2)]);
  return o.apply('Add', [signal, o.apply('Mul', [inverse, power])]);
}

function phases(o: Building): string {
  const resize = (name: string, factor: number, mode: string, transform: string): string =>
    o.apply('Resize', [name, '', o.floats([3], Float32Array.of(1, 1, factor))], {
      attributes: { mode, coordinate_transformation_mode: transform, nearest_mode: 'floor' },
    });
  const turns = o.apply('Mul', [resize('x', 300, 'nearest', 'asymmetric'), o.float(400)]);
  const cycles = o.apply('Div', [turns, o.float(24_000)]);
  const fraction = o.apply('Sub', [cycles, o.apply('Floor', [cycles])]);
  return o.apply('Mul', [resize(fraction, 1 / 300, 'linear', 'half_pixel'), o.float(2)]);
}

function spectrum(o: Building): string {
  const window = Float32Array.from({ length: 20 }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 20));
  const signal = o.apply('Reshape', ['x', o.int64s(1, -1)]);
  const inputs = [signal, o.int64(5), o.floats([20], window), o.int64(20)];
  const bins = o.apply('STFT', inputs, { attributes: { onesided: 1n } });
  const turned = o.apply('Transpose', [bins], { attributes: { perm: [0n, 2n, 1n, 3n] } });
  const part = (index: number): string =>
    o.apply('Gather', [turned, o.int64(index)], { attributes: { axis: 3n } });
  return o.apply('Concat', [part(0), part(1)], { attributes: { axis: 1n } });
}

function integerLayers(o: Building): string {
  const int8 = (dims: readonly number[], seed: number): string =>
    o.setInt8(
      dims,
      Int8Array.from(noise(size(dims), seed), (value) => 100 * value),
    );
  const zeros = (count: number): string => o.setInt8([count], new Int8Array(count).fill(3));
  const hidden = 3;
  const sequence = o.apply('Transpose', ['x'], { attributes: { perm: [2n, 0n, 1n] } });
  const scales = o.floats([2], Float32Array.of(0.01, 0.005));
  const initial = o.floats([2, 1, hidden], new Float32Array(2 * hidden));
  const weights = [int8([2, channels, 4 * hidden], 3), int8([2, hidden, 4 * hidden], 4)];
  const [recurrent = ''] = o.applyMany(
    'DynamicQuantizeLSTM',
    [
      sequence,
      ...weights,
      o.random([2, 8 * hidden]),
      '',
      initial,
      initial,
      '',
      scales,
      zeros(2),
      scales,
      zeros(2),
    ],
    {
      outputCount: 3,
      domain: 'com.microsoft',
      attributes: { direction: 'bidirectional', hidden_size: BigInt(hidden) },
    },
  );
  const rows = o.apply('Reshape', [recurrent, o.int64s(-1, 2 * hidden)]);
  const [signal = '', scale = '', zero = ''] = o.applyMany('DynamicQuantizeLinear', [rows], {
    outputCount: 3,
  });
  const product = o.apply('MatMulInteger', [signal, int8([2 * hidden, 5], 5), zero, zeros(5)]);
  const columnScales = o.apply('Mul', [scale, o.floats([5], Float32Array.of(0.01, 0.02, 0.01, 0.005, 0.01))]);
  const result = o.apply('Mul', [o.apply('Cast', [product], { attributes: { to: 1n } }), columnScales]);
  const table = o.apply('Gather', [int8([6, 5], 6), o.int64s(2)], { attributes: { axis: 0n } });
  const looked = o.apply('DequantizeLinear', [table, o.float(0.02), o.setInt8([], Int8Array.of(-4))]);
  return o.apply('Unsqueeze', [o.apply('Add', [result, looked]), o.int64s(0)]);
}

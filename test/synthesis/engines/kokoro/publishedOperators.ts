import { float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { createGraph, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../server/src/onnx/graphOperations.ts';
import { createTensor } from '../../../../server/src/onnx/tensorData.ts';
import { runGraph } from '../../../support/runGraph.ts';

export const channels = 4;

export interface Building extends GraphOperations {
  random(dims: readonly number[]): string;
  setUint8(dims: readonly number[], values: Uint8Array): string;
  setInt8(dims: readonly number[], values: Int8Array): string;
}

/** The same numbers in [-1, 1) for the same seed. */
export function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 30 - 1;
  });
}

const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

export function build(write: (o: Building) => string): GraphEditor {
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

export async function evaluate(editor: GraphEditor, signal: Float32Array): Promise<Float32Array> {
  editor.removeDead();
  const feeds = { x: float32Tensor(signal, [1, channels, signal.length / channels]) };
  return outputOf(await runGraph(editor.commit(), feeds), 'y', 'float32').data;
}

/** As the quantizer of the published graph writes it. */
export function convolution(
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

export function norm(o: Building, signal: string): string {
  const mean = (name: string): string => o.apply('ReduceMean', [name, o.int64s(2)]);
  const centered = o.apply('Sub', [signal, mean(signal)]);
  const variance = mean(o.apply('Mul', [centered, centered]));
  const deviation = o.apply('Sqrt', [o.apply('Add', [variance, o.float(1e-5)])]);
  const gain = o.apply('Abs', [o.random([1, channels, 1])]);
  const shift = o.apply('Abs', [o.random([1, channels, 1])]);
  return o.apply('Add', [o.apply('Mul', [gain, o.apply('Div', [centered, deviation])]), shift]);
}

export function snake(o: Building, signal: string): string {
  const alphas = Float32Array.of(0.5, -0.01, 1.5, 2);
  const alpha = o.floats([1, channels, 1], alphas);
  const inverse = o.floats(
    [1, channels, 1],
    alphas.map((value) => 1 / value),
  );
  const power = o.apply('Pow', [o.apply('Sin', [o.apply('Mul', [alpha, signal])]), o.float(2)]);
  return o.apply('Add', [signal, o.apply('Mul', [inverse, power])]);
}

export function phases(o: Building): string {
  const resize = (name: string, factor: number, mode: string, transform: string): string =>
    o.apply('Resize', [name, '', o.floats([3], Float32Array.of(1, 1, factor))], {
      attributes: { mode, coordinate_transformation_mode: transform, nearest_mode: 'floor' },
    });
  const turns = o.apply('Mul', [resize('x', 300, 'nearest', 'asymmetric'), o.float(400)]);
  const cycles = o.apply('Div', [turns, o.float(24_000)]);
  const fraction = o.apply('Sub', [cycles, o.apply('Floor', [cycles])]);
  return o.apply('Mul', [resize(fraction, 1 / 300, 'linear', 'half_pixel'), o.float(2)]);
}

export function spectrum(o: Building): string {
  const window = Float32Array.from({ length: 20 }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 20));
  const signal = o.apply('Reshape', ['x', o.int64s(1, -1)]);
  const inputs = [signal, o.int64(5), o.floats([20], window), o.int64(20)];
  const bins = o.apply('STFT', inputs, { attributes: { onesided: 1n } });
  const turned = o.apply('Transpose', [bins], { attributes: { perm: [0n, 2n, 1n, 3n] } });
  const part = (index: number): string =>
    o.apply('Gather', [turned, o.int64(index)], { attributes: { axis: 3n } });
  return o.apply('Concat', [part(0), part(1)], { attributes: { axis: 1n } });
}

export function integerLayers(o: Building): string {
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

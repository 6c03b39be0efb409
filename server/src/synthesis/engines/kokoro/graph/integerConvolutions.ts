import { attributeOf, createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import type { Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { createTensor, tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Replaces each `DynamicQuantizeLinear -> ConvInteger -> [Add bias] -> Cast -> Mul` by a float `Conv` over the
 * dequantized weights.
 */
export function convolveInFloat(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('ConvInteger')) {
    const found = matchIntegerConvolution(editor, node);
    const weight = createTensor(editor.freshName(`${found.output}/weight`), 'float32', {
      dims: found.weights.dims,
      values: dequantize(found),
    });
    editor.setInitializer(weight);
    const bias = found.bias === undefined ? [] : [found.bias];
    editor.removeNode(found.last);
    const conv = createNode('Conv', { inputs: [found.input, weight.name, ...bias], outputs: [found.output] });
    conv.attributes = node.attributes;
    editor.addNode(conv);
  }
}

/**
 * Replaces each `ConvInteger` by an integer matrix product over gathered frames, with the same quantization of
 * signal and weights: ONNX Runtime's integer product uses the processor's 8-bit dot product and packs the
 * weights once, which its integer convolution does not.
 *
 * The quantized signal is laid out frame by frame, [T, C]; row t of the product's left side is the k frames
 * under the kernel at t; frames beyond the ends are the quantized zero. The weights keep their 7 bits, moved to
 * [-64, 63], so that sums of two products stay below 2^15 where a processor adds them in 16 bits.
 */
export function convolveInIntegers(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('ConvInteger')) {
    const found = matchIntegerConvolution(editor, node);
    if (found.weights.dims[1] === 1) continue;
    editor.removeNode(found.last);
    writeIntegerConvolution(editor, found);
  }
}

/** One dynamically quantized convolution, whatever the order in which its parts are written. */
interface IntegerConvolution {
  /** The float tensor that is quantized and convolved, [1, C, T]. */
  readonly input: string;
  /** The float result's name, [1, D, T']. */
  readonly output: string;
  /** The node that makes the result. */
  readonly last: Node;
  /** The name of an initializer of dims [D], or undefined. */
  readonly bias: string | undefined;
  /** uint8 [D, C, k]. */
  readonly weights: Tensor;
  readonly zeroPoint: number;
  readonly scale: number;
  /** The outputs of the `DynamicQuantizeLinear`: uint8 signal, float32 scale, uint8 zero point. */
  readonly quantized: readonly [string, string, string];
  readonly dilation: number;
  readonly padding: readonly [number, number];
  readonly stride: number;
}

function matchIntegerConvolution(editor: GraphEditor, node: Node): IntegerConvolution {
  const quantize = editor.producer(node.inputs[0] ?? '');
  const weights = editor.initializer(node.inputs[1] ?? '');
  const zeroPoint = editor.initializer(node.inputs[3] ?? '');
  const added = onlyConsumer(editor, node);
  const bias = added.opType === 'Add' ? biasOf(editor, added) : undefined;
  const last = onlyConsumer(editor, bias === undefined ? added : onlyConsumer(editor, added));
  const scales = last.inputs.map((name) => editor.producer(name)).find((maker) => maker?.opType === 'Mul');
  const scale = scales?.inputs.map((name) => editor.initializer(name)).find((tensor) => tensor !== undefined);
  const isQuantized = quantize?.opType === 'DynamicQuantizeLinear' && last.opType === 'Mul';
  if (!isQuantized || weights === undefined || zeroPoint === undefined || scale === undefined) {
    throw new OnnxFormatError(`The integer convolution ${node.name} is not quantized as expected.`);
  }
  return {
    input: quantize.inputs[0] ?? '',
    output: last.outputs[0] ?? '',
    last,
    bias,
    weights,
    zeroPoint: tensorValues(zeroPoint, 'uint8')[0] ?? 0,
    scale: tensorValues(scale, 'float32')[0] ?? 0,
    quantized: [quantize.outputs[0] ?? '', quantize.outputs[1] ?? '', quantize.outputs[2] ?? ''],
    ...geometryOf(node),
  };
}

function geometryOf(node: Node): Pick<IntegerConvolution, 'dilation' | 'padding' | 'stride'> {
  const integers = (name: string): number[] => (attributeOf(node, name)?.ints ?? []).map(Number);
  const [before = 0, after = 0] = integers('pads');
  if (attributeOf(node, 'group')?.int !== 1n)
    throw new OnnxFormatError(`The convolution ${node.name} has groups.`);
  return {
    dilation: integers('dilations')[0] ?? 1,
    stride: integers('strides')[0] ?? 1,
    padding: [before, after],
  };
}

function onlyConsumer(editor: GraphEditor, node: Node): Node {
  const [consumer, ...others] = editor.consumers(node.outputs[0] ?? '');
  if (consumer === undefined || others.length > 0) {
    throw new OnnxFormatError(`The node ${node.name} has ${others.length + 1} readers instead of one.`);
  }
  return consumer;
}

/** Walks `Div(bias, scale) -> Floor -> Cast -> Reshape -> Add` back to the float bias. */
function biasOf(editor: GraphEditor, add: Node): string {
  for (const start of add.inputs) {
    let name = start;
    for (let node = editor.producer(name); node !== undefined; node = editor.producer(name)) {
      if (!['Reshape', 'Cast', 'Floor', 'Div'].includes(node.opType)) break;
      name = node.inputs[0] ?? '';
    }
    if (editor.initializer(name) !== undefined) return name;
  }
  throw new OnnxFormatError(`The bias of ${add.name} is no constant.`);
}

function dequantize({ weights, zeroPoint, scale }: IntegerConvolution): Float32Array<ArrayBuffer> {
  const source = tensorValues(weights, 'uint8');
  const values = new Float32Array(source.length);
  source.forEach((value, index) => {
    values[index] = (value - zeroPoint) * scale;
  });
  return values;
}

/** 7-bit weights lie in 0..127; moved by half of that they are signed. */
const signedOffset = 64;

function writeIntegerConvolution(editor: GraphEditor, found: IntegerConvolution): void {
  const { apply, int64s, float } = createOperations(editor, found.output);
  const [signal, scale, zeroPoint] = found.quantized;
  const [outputChannels = 0, channels = 0] = found.weights.dims;
  const weights = createTensor(`${found.output}/weight`, 'int8', productWeights(found));
  const weightZero = createTensor(`${found.output}/weight_zero`, 'int8', {
    dims: [],
    values: Int8Array.of(found.zeroPoint - signedOffset),
  });
  editor.setInitializer(weights);
  editor.setInitializer(weightZero);
  const frames = apply('Reshape', [
    apply('Transpose', [signal], { attributes: { perm: [0n, 2n, 1n] } }),
    int64s(-1, channels),
  ]);
  const columns = gatherColumns(editor, found, frames);
  const product = apply('MatMulInteger', [columns, weights.name, zeroPoint, weightZero.name]);
  const real = apply('Cast', [product], { attributes: { to: 1n } });
  const scaled = apply('Mul', [real, apply('Mul', [scale, float(found.scale)])]);
  const biased = found.bias === undefined ? scaled : apply('Add', [scaled, found.bias]);
  const whole = apply('Reshape', [biased, int64s(1, -1, outputChannels)]);
  apply('Transpose', [whole], { attributes: { perm: [0n, 2n, 1n] }, output: found.output });
}

/** [T, C] to [T', k * C]: the frames under the kernel, k-major. */
function gatherColumns(editor: GraphEditor, found: IntegerConvolution, frames: string): string {
  const { apply, int64s, int64 } = createOperations(editor, found.output);
  const [, channels = 0, taps = 0] = found.weights.dims;
  if (taps === 1 && found.stride === 1) return frames;
  const pad = (frameCount: number): string =>
    apply('Expand', [found.quantized[2], int64s(frameCount, channels)]);
  const [before, after] = found.padding;
  const padded = apply('Concat', [pad(before), frames, pad(after)], { attributes: { axis: 0n } });
  const frameCount = apply('Gather', [apply('Shape', [padded]), int64(0)], { attributes: { axis: 0n } });
  const lastStart = apply('Sub', [frameCount, int64((taps - 1) * found.dilation)]);
  const starts = apply('Unsqueeze', [apply('Range', [int64(0), lastStart, int64(found.stride)]), int64s(1)]);
  const offsets = int64s(...Array.from({ length: taps }, (_, tap) => tap * found.dilation));
  const gathered = apply('Gather', [padded, apply('Add', [starts, offsets])], { attributes: { axis: 0n } });
  return apply('Reshape', [gathered, int64s(-1, taps * channels)]);
}

/** [D, C, k] unsigned to [k * C, D] signed. */
function productWeights({ weights }: IntegerConvolution): { dims: number[]; values: Int8Array } {
  const [outputs = 0, channels = 0, taps = 0] = weights.dims;
  const source = tensorValues(weights, 'uint8');
  const values = new Int8Array(source.length);
  let index = 0;
  for (let output = 0; output < outputs; output += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      for (let tap = 0; tap < taps; tap += 1) {
        values[(tap * channels + channel) * outputs + output] = (source[index] ?? 0) - signedOffset;
        index += 1;
      }
    }
  }
  return { dims: [taps * channels, outputs], values };
}

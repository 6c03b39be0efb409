import { createNode } from './graphBuilding.ts';
import type { GraphEditor } from './graphEditor.ts';
import { OnnxFormatError } from './onnxFormatError.ts';
import type { Node, Tensor } from './onnxModel.ts';
import { createTensor, elementTypeOf, tensorValues } from './tensorData.ts';

/**
 * Multiplies in float32 what a dynamically quantized graph multiplies in 8 bits, for providers without integer
 * products: `DynamicQuantizeLinear -> MatMulInteger -> Cast -> Mul(Mul(signal scale, weight scale))` with weights
 * [K, N], int8 or uint8, becomes one `MatMul`. What made the quantized signal is left for the caller to remove.
 *
 * @throws OnnxFormatError where a product is quantized in another way
 */
export function multiplyInFloat(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('MatMulInteger')) replaceProduct(editor, node);
}

export interface Quantization {
  readonly scales: Float32Array;
  readonly zeroPoints: Int8Array | Uint8Array;
  /** Which scale and zero point a weight has; where there is only one of them it is that of all. */
  readonly channelOf: (index: number) => number;
}

/** (weight - zero point) * scale, in the order of the weights. */
export function dequantize(
  weights: Tensor,
  { scales, zeroPoints, channelOf }: Quantization,
): Float32Array<ArrayBuffer> {
  const source = byteValues(weights);
  const values = new Float32Array(source.length);
  // A plain loop over typed arrays: models have hundreds of millions of weights.
  for (let index = 0; index < values.length; index += 1) {
    const channel = channelOf(index);
    const zeroPoint = zeroPoints[zeroPoints.length === 1 ? 0 : channel] ?? 0;
    values[index] = ((source[index] ?? 0) - zeroPoint) * (scales[scales.length === 1 ? 0 : channel] ?? 0);
  }
  return values;
}

/** @throws OnnxFormatError where the tensor is computed */
export function requireConstant(editor: GraphEditor, name: string): Tensor {
  const tensor = editor.initializer(name);
  if (tensor === undefined) throw new OnnxFormatError(`The tensor ${name} is no constant.`);
  return tensor;
}

function replaceProduct(editor: GraphEditor, node: Node): void {
  const [signal = '', weightName = '', , zeroName = ''] = node.inputs;
  const quantize = editor.producer(signal);
  const [cast] = editor.consumers(node.outputs[0] ?? '');
  const [last] = editor.consumers(cast?.outputs[0] ?? '');
  const scaleProduct = last?.inputs
    .map((name) => editor.producer(name))
    .find((maker) => maker?.opType === 'Mul');
  const scale = scaleProduct?.inputs.find((name) => editor.initializer(name) !== undefined);
  if (quantize?.opType !== 'DynamicQuantizeLinear' || last?.opType !== 'Mul' || scale === undefined) {
    throw new OnnxFormatError(`The integer product ${node.name} is not quantized as expected.`);
  }
  const weights = requireConstant(editor, weightName);
  const columnCount = weights.dims[1] ?? 0;
  const values = dequantize(weights, {
    scales: tensorValues(requireConstant(editor, scale), 'float32'),
    zeroPoints: byteValues(requireConstant(editor, zeroName)),
    channelOf: (index) => index % columnCount,
  });
  const name = `${weightName}/float`;
  editor.setInitializer(createTensor(name, 'float32', { dims: weights.dims, values }));
  editor.removeNode(last);
  editor.addNode(
    createNode('MatMul', { inputs: [quantize.inputs[0] ?? '', name], outputs: [last.outputs[0] ?? ''] }),
  );
}

function byteValues(tensor: Tensor): Int8Array | Uint8Array {
  return elementTypeOf(tensor) === 'uint8' ? tensorValues(tensor, 'uint8') : tensorValues(tensor, 'int8');
}

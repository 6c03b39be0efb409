import { dequantize, multiplyInFloat, requireConstant } from '../../../../onnx/floatProducts.ts';
import { attributeOf, createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import type { Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { createTensor, tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Replaces what is left of the 8-bit arithmetic by floats, for providers without integer operators: products,
 * recurrent layers and looked-up embeddings. Dead nodes are left for the caller to remove.
 */
export function computeInFloat(editor: GraphEditor): void {
  multiplyInFloat(editor);
  for (const node of editor.nodesOfType('DynamicQuantizeLSTM')) recurInFloat(editor, node);
  for (const node of editor.nodesOfType('DequantizeLinear')) lookUpFloats(editor, node);
}

/** ONNX Runtime's `DynamicQuantizeLSTM` keeps its weights int8 [2, I, 4H], one scale a direction; `LSTM` wants [2, 4H, I]. */
function recurInFloat(editor: GraphEditor, node: Node): void {
  const [input = '', weights = '', recurrence = '', bias = '', lengths = '', hidden = '', cell = ''] =
    node.inputs;
  const [weightScale = '', weightZero = '', recurrenceScale = '', recurrenceZero = ''] = node.inputs.slice(8);
  const convert = (name: string, quantization: readonly [string, string]): string => {
    const [scales, zeroPoints] = quantization;
    const tensor = transposeDirections(requireConstant(editor, name), {
      name: `${name}/float`,
      scales: tensorValues(requireConstant(editor, scales), 'float32'),
      zeroPoints: tensorValues(requireConstant(editor, zeroPoints), 'int8'),
    });
    editor.setInitializer(tensor);
    return tensor.name;
  };
  const inputs = [
    input,
    convert(weights, [weightScale, weightZero]),
    convert(recurrence, [recurrenceScale, recurrenceZero]),
    ...[bias, lengths, hidden, cell],
  ];
  editor.removeNode(node);
  const layer = createNode('LSTM', { inputs, outputs: node.outputs });
  layer.attributes = ['direction', 'hidden_size'].flatMap((name) => attributeOf(node, name) ?? []);
  editor.addNode(layer);
}

/** `Gather(int8 table) -> DequantizeLinear`: the table itself becomes float. */
function lookUpFloats(editor: GraphEditor, node: Node): void {
  const [quantized = '', scale = '', zero = ''] = node.inputs;
  const gather = editor.producer(quantized);
  const [tableName = '', indices = ''] = gather?.inputs ?? [];
  if (gather?.opType !== 'Gather')
    throw new OnnxFormatError(`The node ${node.name} reads no looked-up table.`);
  const table = requireConstant(editor, tableName);
  const values = dequantize(table, {
    scales: tensorValues(requireConstant(editor, scale), 'float32'),
    zeroPoints: tensorValues(requireConstant(editor, zero), 'int8'),
    channelOf: () => 0,
  });
  const name = `${tableName}/float`;
  editor.setInitializer(createTensor(name, 'float32', { dims: table.dims, values }));
  editor.removeNode(node);
  const lookUp = createNode('Gather', { inputs: [name, indices], outputs: node.outputs });
  lookUp.attributes = gather.attributes;
  editor.addNode(lookUp);
}

/** int8 [2, I, G] to float32 [2, G, I]. */
function transposeDirections(
  weights: Tensor,
  { name, scales, zeroPoints }: { name: string; scales: Float32Array; zeroPoints: Int8Array },
): Tensor {
  const [directions = 0, inputs = 0, gates = 0] = weights.dims;
  const size = inputs * gates;
  const source = dequantize(weights, { scales, zeroPoints, channelOf: (index) => Math.floor(index / size) });
  const values = new Float32Array(source.length);
  source.forEach((value, index) => {
    const direction = Math.floor(index / size);
    const input = Math.floor((index % size) / gates);
    values[(direction * gates + (index % gates)) * inputs + input] = value;
  });
  return createTensor(name, 'float32', { dims: [directions, gates, inputs], values });
}

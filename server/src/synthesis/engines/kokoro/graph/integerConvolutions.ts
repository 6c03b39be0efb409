import { attributeOf, createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import type { Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { createTensor, tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Replaces each `DynamicQuantizeLinear -> ConvInteger -> [Add bias] -> Cast -> Mul` by a float `Conv` over the
 * dequantized weights: ONNX Runtime's integer convolution is several times slower than its float one.
 */
export function replaceIntegerConvolutions(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('ConvInteger')) {
    const found = matchIntegerConvolution(editor, node);
    const weightName = editor.freshName(`${found.output}/weight`);
    editor.setInitializer(found.dequantize(weightName));
    const bias = found.bias === undefined ? [] : [found.bias];
    editor.removeNode(found.last);
    const conv = createNode('Conv', { inputs: [found.input, weightName, ...bias], outputs: [found.output] });
    conv.attributes = node.attributes;
    editor.addNode(conv);
  }
}

/** One dynamically quantized convolution, whatever the order in which its parts are written. */
export interface IntegerConvolution {
  /** The float tensor that is quantized and convolved, [1, C, T]. */
  readonly input: string;
  /** The float result's name. */
  readonly output: string;
  /** The node that makes the result. */
  readonly last: Node;
  /** An initializer of dims [C], or undefined. */
  readonly bias: string | undefined;
  dequantize(name: string): Tensor;
}

function matchIntegerConvolution(editor: GraphEditor, node: Node): IntegerConvolution {
  const quantize = editor.producer(node.inputs[0] ?? '');
  const input = quantize?.opType === 'DynamicQuantizeLinear' ? quantize.inputs[0] : undefined;
  const added = onlyConsumer(editor, node);
  const hasBias = added.opType === 'Add';
  const last = onlyConsumer(editor, hasBias ? onlyConsumer(editor, added) : added);
  const output = last.outputs[0];
  const scales = last.inputs.map((name) => editor.producer(name)).find((maker) => maker?.opType === 'Mul');
  const scale = scales?.inputs.map((name) => editor.initializer(name)).find((tensor) => tensor !== undefined);
  if (input === undefined || output === undefined || scale === undefined || last.opType !== 'Mul') {
    throw new OnnxFormatError(`The integer convolution ${node.name} is not quantized as expected.`);
  }
  const bias = hasBias ? biasOf(editor, added) : undefined;
  return {
    input,
    output,
    last,
    bias,
    dequantize: (name) => dequantizeWeights(editor, { node, scale, name }),
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

function dequantizeWeights(
  editor: GraphEditor,
  { node, scale, name }: { readonly node: Node; readonly scale: Tensor; readonly name: string },
): Tensor {
  const weights = editor.initializer(node.inputs[1] ?? '');
  const zeroPoint = editor.initializer(node.inputs[3] ?? '');
  if (weights === undefined || zeroPoint === undefined || attributeOf(node, 'group')?.int === undefined) {
    throw new OnnxFormatError(`The weights of ${node.name} are no constants.`);
  }
  const [factor = 1] = tensorValues(scale, 'float32');
  const [zero = 0] = tensorValues(zeroPoint, 'uint8');
  const quantized = tensorValues(weights, 'uint8');
  const values = new Float32Array(quantized.length);
  quantized.forEach((value, index) => {
    values[index] = (value - zero) * factor;
  });
  return createTensor(name, 'float32', { dims: weights.dims, values });
}

import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { createTensor } from '../../../../onnx/tensorData.ts';
import { addScaledProduct, integerProductsOf, type IntegerProduct } from './integerProducts.ts';

/**
 * Lets the rounding of signals to 8 bits rectify them: what is below zero is rounded to zero, which is the least of
 * unsigned levels. The greatest signal is the same rectified or not, and so are the scale, the levels and the product,
 * bit by bit; two passes over the widest tensor are spared.
 */
export function rectifyByRounding(editor: GraphEditor): void {
  for (const product of integerProductsOf(editor)) {
    const { rounding, nodes } = product;
    const rectifier = editor.producer(rounding.inputs[0] ?? '');
    const isAlone =
      rectifier && editor.onlyConsumer(rectifier) === rounding && editor.onlyConsumer(rounding) === nodes[0];
    if (isAlone === true && rectifier?.opType === 'Relu') rewrite(editor, rectifier, product);
  }
}

function rewrite(editor: GraphEditor, rectifier: Node, product: IntegerProduct): void {
  const { apply, float } = createOperations(editor, product.output);
  const [signals = ''] = rectifier.inputs;
  for (const node of [rectifier, product.rounding, ...product.nodes]) editor.removeNode(node);
  editor.setInitializer(createTensor(lowestLevel, 'uint8', { dims: [], values: Uint8Array.of(0) }));
  const greatest = apply('ReduceMax', [signals], { attributes: { keepdims: 0n } });
  // Where all are below zero, any scale gives zeros.
  const scale = apply('Div', [apply('Max', [greatest, float(leastSignal)]), float(levelCount - 1)]);
  const levels = apply('QuantizeLinear', [signals, scale, lowestLevel]);
  addScaledProduct(editor, { ...product, levels, scale, zeroPoint: lowestLevel });
}

const lowestLevel = 'constant/uint8/0';
const levelCount = 256;
const leastSignal = 1e-30;

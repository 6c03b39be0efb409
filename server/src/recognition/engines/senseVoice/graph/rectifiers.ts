import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { createTensor } from '../../../../onnx/tensorData.ts';
import {
  isOnlyReader,
  readIntegerProduct,
  writeIntegerProduct,
  type IntegerProduct,
} from './integerProduct.ts';

/**
 * Lets the rounding of signals to 8 bits rectify them: what is below zero is rounded to zero, which is the least of
 * unsigned levels. The greatest signal is the same rectified or not, and so are the scale, the levels and the product,
 * bit by bit; two passes over the widest tensor are spared.
 */
export function rectifyByRounding(editor: GraphEditor): void {
  for (const rectifier of editor.nodesOfType('Relu')) {
    const rounding = editor.onlyConsumer(rectifier);
    const multiplication = rounding && editor.onlyConsumer(rounding);
    const product =
      multiplication?.opType === 'MatMulInteger' ? readIntegerProduct(editor, multiplication) : undefined;
    if (product !== undefined && isOnlyReader(editor, product)) writeRectified(editor, rectifier, product);
  }
}

function writeRectified(editor: GraphEditor, rectifier: Node, product: IntegerProduct): void {
  const [signals = ''] = rectifier.inputs;
  const { apply, applyMany } = createOperations(editor, product.output);
  for (const node of [rectifier, product.rounding, ...product.nodes]) editor.removeNode(node);
  editor.setInitializer(createTensor(lowestLevel, 'uint8', { dims: [], values: Uint8Array.of(0) }));
  const greatest = apply('ReduceMax', [signals], { attributes: { keepdims: 0n } });
  // The scale of a range is that from zero to its end. Where all are below zero, any scale gives zeros.
  const [, scale = ''] = applyMany('DynamicQuantizeLinear', [greatest], { outputCount: 3 });
  const levels = apply('QuantizeLinear', [signals, scale, lowestLevel]);
  writeIntegerProduct(editor, { levels, scale, zeroPoint: lowestLevel }, product);
}

const lowestLevel = 'constant/uint8/0';

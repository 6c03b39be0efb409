import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { integersAttribute } from './constants.ts';
import {
  isOnlyReader,
  readIntegerProduct,
  writeIntegerProduct,
  type IntegerProduct,
} from './integerProduct.ts';

/**
 * Rounds what the heads of the attention give before it is brought in the order of frames, a quarter of the bytes to be
 * moved, instead of after that. The range is that of the same signals, and the product is bit by bit what it was.
 */
export function roundHeadsInPlace(editor: GraphEditor): void {
  for (const multiplication of editor.nodesOfType('MatMulInteger')) {
    const product = readIntegerProduct(editor, multiplication);
    if (product === undefined) continue;
    const joined = readJoined(editor, product);
    if (joined !== undefined) writeRounded(editor, joined, product);
  }
}

/** Signals that are transposed and reshaped before they are rounded. */
interface Joined {
  readonly swap: Node;
  readonly join: Node;
}

function readJoined(editor: GraphEditor, product: IntegerProduct): Joined | undefined {
  const { rounding } = product;
  const join = editor.producer(rounding.inputs[0] ?? '');
  const swap = editor.producer(join?.inputs[0] ?? '');
  if (join?.opType !== 'Reshape' || swap?.opType !== 'Transpose') return undefined;
  const isAlone =
    editor.onlyConsumer(swap) === join &&
    editor.onlyConsumer(join) === rounding &&
    isOnlyReader(editor, product);
  return isAlone && integersAttribute(swap, 'perm') !== undefined ? { swap, join } : undefined;
}

function writeRounded(editor: GraphEditor, { swap, join }: Joined, product: IntegerProduct): void {
  const { apply, applyMany } = createOperations(editor, product.output);
  for (const node of [swap, join, product.rounding, ...product.nodes]) editor.removeNode(node);
  const [rounded = '', scale = '', zeroPoint = ''] = applyMany('DynamicQuantizeLinear', swap.inputs, {
    outputCount: 3,
  });
  const perm = (integersAttribute(swap, 'perm') ?? []).map(BigInt);
  const framesFirst = apply('Transpose', [rounded], { attributes: { perm } });
  const levels = apply('Reshape', [framesFirst, join.inputs[1] ?? '']);
  writeIntegerProduct(editor, { levels, scale, zeroPoint }, product);
}

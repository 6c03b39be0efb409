import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node, ValueInfo } from '../../../../onnx/onnxModel.ts';
import { integersOf } from './constants.ts';

/**
 * The shapes that ONNX Runtime cannot conclude, as it does not know that one utterance has the same number of frames
 * everywhere: of what the first product reads, and what comes out of reshapes and convolutions. The rest follows from them,
 * and with it which tensors are equally large, so that sums are written over what they add to, and memory is taken again
 * that is still in the cache.
 *
 * For frames in rows of images, [1, 1, T, channels]. Where it knows the shape of [1, T, channels], ONNX Runtime makes one
 * step of a sum and the layer norm after it, which takes twice as long and gives other bits.
 *
 * @param editor  its nodes sorted
 */
export function frameShapes(editor: GraphEditor): ValueInfo[] {
  const nodes = [...editor.nodes];
  const first = nodes.find(isProduct);
  return [
    ...(first === undefined ? [] : describeSignals(editor, first)),
    ...nodes.flatMap((node) => describeOutput(editor, node)),
  ];
}

/** As the outputs of the graph call them. */
const frames = 'frames';

function isProduct({ opType }: Node): boolean {
  return opType === 'MatMulInteger' || opType === 'MatMulIntegerToFloat';
}

function describeSignals(editor: GraphEditor, product: Node): ValueInfo[] {
  const [levels = '', weights = ''] = product.inputs;
  const [signals = ''] = editor.producer(levels)?.inputs ?? [];
  if (editor.producer(signals) === undefined) return [];
  return [createValueInfo(signals, 'float32', [1, frames, rowCountOf(editor, weights)])];
}

function describeOutput(
  editor: GraphEditor,
  { opType, inputs: [, second = ''], outputs }: Node,
): ValueInfo[] {
  const [output = ''] = outputs;
  if (editor.isGraphOutput(output)) return [];
  if (opType === 'Conv') {
    const isImage = editor.initializer(second)?.dims.length === 4;
    return isImage ? [createValueInfo(output, 'float32', [1, rowCountOf(editor, second), 1, frames])] : [];
  }
  const readers = editor.consumers(output);
  const sizes =
    opType === 'Reshape' && readers.some(isReaderOfFrames) ? integersOf(editor, second) : undefined;
  if (sizes === undefined) return [];
  const dims = sizes.map((size) => (size === -1 ? frames : size));
  return [createValueInfo(output, readers.some(isProduct) ? 'uint8' : 'float32', dims)];
}

/** Heads multiply frames, products their levels, and these come of the rounding of frames. */
function isReaderOfFrames(node: Node): boolean {
  return node.opType === 'FusedMatMul' || node.opType === 'DynamicQuantizeLinear' || isProduct(node);
}

/** Of a kernel: its channels. */
function rowCountOf(editor: GraphEditor, weights: string): number {
  return Number(editor.initializer(weights)?.dims[0]);
}

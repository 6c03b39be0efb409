import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { createTensor } from '../../../../onnx/tensorData.ts';
import { integersOf, scalarOf } from './constants.ts';

/**
 * Turns sizes that are computed while the graph runs into constants where the weights tell them: how many channels a
 * product with a bias has, and what is reckoned from that.
 */
export function storeSizes(editor: GraphEditor): void {
  editor.sort();
  for (const node of [...editor.nodes]) {
    const value = sizeOf(editor, node);
    const [name = ''] = node.outputs;
    if (value === undefined || editor.isGraphOutput(name)) continue;
    // One value: a scalar, or a vector where one of those it is made of is.
    const ranks = node.inputs.map((input) => editor.initializer(input)?.dims.length ?? 0);
    const dims = Array.from({ length: Math.max(...ranks) }, () => 1);
    editor.removeNode(node);
    editor.setInitializer(createTensor(name, 'int64', { dims, values: BigInt64Array.of(BigInt(value)) }));
  }
  editor.removeDead();
}

/** @returns undefined where it is no size, or not known */
function sizeOf(editor: GraphEditor, node: Node): number | undefined {
  if (node.opType === 'Gather') return channelCountOf(editor, node);
  const compute = Object.hasOwn(arithmetic, node.opType) ? arithmetic[node.opType] : undefined;
  const [a, b] = node.inputs.map((input) => integersOf(editor, input));
  const isSingle = a?.length === 1 && b?.length === 1;
  return compute === undefined || !isSingle ? undefined : compute(a[0] ?? 0, b[0] ?? 0);
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => Math.trunc(a / b),
};

/** The last size of [n, frames, channels], which a bias was added to. */
function channelCountOf(editor: GraphEditor, gather: Node): number | undefined {
  const [shapeName = '', placeName = ''] = gather.inputs;
  const shape = editor.producer(shapeName);
  const place = scalarOf(editor, placeName);
  if (shape?.opType !== 'Shape' || !(place === -1 || place === 2)) return undefined;
  const sum = editor.producer(shape.inputs[0] ?? '');
  if (sum?.opType !== 'Add') return undefined;
  const biases = sum.inputs.flatMap((input) => editor.initializer(input) ?? []);
  const [bias] = biases;
  return bias?.dims.length === 1 && Number(bias.dims[0]) > 1 ? Number(bias.dims[0]) : undefined;
}

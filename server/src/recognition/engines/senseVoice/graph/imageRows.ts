import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { integersAttribute, integersOf } from './constants.ts';
import { readIntegerProduct } from './integerProduct.ts';

/**
 * Lets frames stay what memories need them to be, rows of an image, [1, 1, T, channels], from the first memory to the
 * product that gives the logits, instead of going there and back in each block: a step less before and after each memory.
 * Of a graph with a step in between that might depend on the number of axes nothing is changed.
 *
 * @param logits  the output that is [1, T, pieces] as before
 * @returns       whether they do
 */
export function keepImageRows(editor: GraphEditor, logits: string): boolean {
  const last = editor
    .nodesOfType('MatMulInteger')
    .map((multiplication) => readIntegerProduct(editor, multiplication))
    .find((product) => product?.output === logits);
  const squeezes = editor.nodesOfType('Squeeze').filter((node) => isAfterImage(editor, node));
  if (last === undefined || squeezes.length === 0) return false;
  const readers = readersOf(editor, { from: squeezes, until: last.rounding });
  const expansions = [...readers].filter((node) => node.opType === 'Unsqueeze');
  const others = [...readers].filter((node) => node.opType !== 'Unsqueeze');
  if (!expansions.every((node) => axesOf(editor, node) === '1') || !others.every(isOfAnyRank)) return false;
  for (const node of [...expansions, ...squeezes]) {
    const [source = ''] = node.inputs;
    const [output = ''] = node.outputs;
    editor.redirectConsumers(output, source);
    editor.removeNode(node);
  }
  for (const join of editor.nodesOfType('Reshape')) joinAsRow(editor, join);
  const { apply, int64s } = createOperations(editor, logits);
  const channelCount = Number(editor.initializer(last.weights)?.dims[0]);
  const [rows = ''] = last.rounding.inputs;
  editor.setInput(last.rounding, 0, apply('Reshape', [rows, int64s(1, -1, channelCount)]));
  return true;
}

function isAfterImage(editor: GraphEditor, node: Node): boolean {
  const swap = editor.producer(node.inputs[0] ?? '');
  return (
    axesOf(editor, node) === '1' &&
    swap?.opType === 'Transpose' &&
    editor.producer(swap.inputs[0] ?? '')?.opType === 'Conv'
  );
}

function axesOf(editor: GraphEditor, node: Node): string | undefined {
  return integersOf(editor, node.inputs[1] ?? '')?.join();
}

/** All that is made of what some nodes give, but for what is cut into heads. */
function readersOf(
  editor: GraphEditor,
  { from, until }: { readonly from: readonly Node[]; readonly until: Node },
): ReadonlySet<Node> {
  const readers = new Set<Node>();
  const pending = [...from];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const reader of node.outputs.flatMap((output) => editor.consumers(output))) {
      if (reader === until || readers.has(reader)) continue;
      readers.add(reader);
      if (reader.opType !== 'Reshape' && reader.opType !== 'Unsqueeze') pending.push(reader);
    }
  }
  return readers;
}

const elementwise: ReadonlySet<string> = new Set([
  'Add',
  'Cast',
  'Div',
  'DynamicQuantizeLinear',
  'Mul',
  'Pow',
  'QuantizeLinear',
  'Relu',
  'Sqrt',
  'Sub',
]);

const productTypes: ReadonlySet<string> = new Set(['MatMulInteger', 'MatMulIntegerToFloat']);

/** Whether a node does the same with [1, 1, T, channels] as with [1, T, channels]. */
function isOfAnyRank(node: Node): boolean {
  if (elementwise.has(node.opType) || productTypes.has(node.opType)) return true;
  const axes = integersAttribute(node, 'axes');
  if (node.opType === 'ReduceMean') return axes?.join() === '-1';
  // Of all axes; and shapes of heads say -1 for the frames.
  return node.opType === 'Reshape' || (node.opType === 'ReduceMax' && axes === undefined);
}

/** What heads give together is a row as well. */
function joinAsRow(editor: GraphEditor, join: Node): void {
  const sizes = integersOf(editor, join.inputs[1] ?? '');
  const swap = editor.producer(join.inputs[0] ?? '');
  if (swap?.opType !== 'Transpose' || sizes?.length !== 3 || sizes[0] !== 1 || sizes[1] !== -1) return;
  const { int64s } = createOperations(editor, join.outputs[0] ?? '');
  editor.setInput(join, 1, int64s(1, ...sizes));
}

import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { scalarOf } from './constants.ts';

/**
 * Takes out what keeps the frames of the padding apart: of one utterance by itself there are none, and every mask is
 * all ones. What is multiplied by one, added to zero or chosen by a mask is passed on as it is, so the results are bit by
 * bit what they were. A comparison in another form than `position < length` is left as it is.
 *
 * @param lengths  the input with the number of frames
 */
export function removeMasks(editor: GraphEditor, lengths: string): void {
  editor.sort();
  const derived = tensorsFrom(editor, (_, inputs) => inputs.includes(lengths));
  const ranges = tensorsFrom(editor, ({ opType }) => opType === 'Range');
  /** What every element of a mask, or of what is computed from one, is. */
  const masks = new Map<string, number>();
  for (const node of [...editor.nodes]) {
    const [output = ''] = node.outputs;
    const isComparison =
      node.opType === 'Less' && ranges.has(node.inputs[0] ?? '') && derived.has(node.inputs[1] ?? '');
    const value = isComparison ? 1 : computeMask(editor, node, masks);
    if (value !== undefined) {
      masks.set(output, value);
      continue;
    }
    const passed = passedOn(node, masks);
    if (passed === undefined || editor.isGraphOutput(output)) continue;
    editor.redirectConsumers(output, passed);
    editor.removeNode(node);
  }
}

/** Every tensor that a node like the given one has a part in. */
function tensorsFrom(
  editor: GraphEditor,
  isOrigin: (node: Node, inputs: readonly string[]) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of editor.nodes) {
    if (isOrigin(node, node.inputs) || node.inputs.some((input) => names.has(input)))
      for (const output of node.outputs) names.add(output);
  }
  return names;
}

const shapeOnly: ReadonlySet<string> = new Set([
  'Cast',
  'Unsqueeze',
  'Squeeze',
  'Transpose',
  'Reshape',
  'Expand',
  'Identity',
]);

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Equal: (a, b) => Number(a === b),
};

/** The one value of what a node makes of masks and constants; undefined where it takes anything else. */
function computeMask(
  editor: GraphEditor,
  { opType, inputs }: Node,
  masks: ReadonlyMap<string, number>,
): number | undefined {
  const [first = '', second = ''] = inputs;
  const mask = masks.get(first);
  if (shapeOnly.has(opType)) return mask;
  if (opType === 'Not') return mask === undefined ? undefined : 1 - mask;
  const operation = arithmetic[opType];
  if (operation === undefined || !(masks.has(first) || masks.has(second))) return undefined;
  const a = mask ?? scalarOf(editor, first);
  const b = masks.get(second) ?? scalarOf(editor, second);
  return a === undefined || b === undefined ? undefined : operation(a, b);
}

/** The input that a node gives on unchanged; undefined where it changes it. */
function passedOn({ opType, inputs }: Node, masks: ReadonlyMap<string, number>): string | undefined {
  const [first = '', second = '', third = ''] = inputs;
  const a = masks.get(first);
  const b = masks.get(second);
  switch (opType) {
    case 'Mul':
      return a === 1 ? second : b === 1 ? first : undefined;
    case 'Add':
      return a === 0 ? second : b === 0 ? first : undefined;
    case 'Sub':
      return b === 0 ? first : undefined;
    case 'Where':
      return a === undefined ? undefined : a === 1 ? second : third;
    default:
      return undefined;
  }
}

import { createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { integersAttribute, lastSizes, scalarOf } from './constants.ts';

/**
 * Multiplies the heads of the attention where they lie: [T, heads, d], without the transposes that exporters write before
 * each product. Queries, keys and values are read in strides, and the products are bit by bit what they were.
 *
 * For one utterance: the products have no other batch than the heads.
 */
export function multiplyHeadsInPlace(editor: GraphEditor): void {
  for (const softmax of editor.nodesOfType('Softmax')) {
    const attention = readAttention(editor, softmax);
    if (attention !== undefined) writeAttention(editor, attention);
  }
}

/** softmax(scale q kᵀ) v, each of q, k and v [1, T, heads * d]. */
interface Attention {
  readonly softmax: Node;
  readonly scores: Node;
  readonly product: Node;
  /** Brings the product to [1, T, heads, d], and that to [1, T, heads * d]. */
  readonly swap: Node;
  readonly join: Node;
  readonly queries: Heads;
  readonly keys: Heads;
  readonly values: Heads;
}

function readAttention(editor: GraphEditor, softmax: Node): Attention | undefined {
  const scores = editor.producer(softmax.inputs[0] ?? '');
  const product = editor.onlyConsumer(softmax);
  const swap = product && editor.onlyConsumer(product);
  const join = swap && editor.onlyConsumer(swap);
  if (scores?.opType !== 'MatMul' || product?.opType !== 'MatMul') return undefined;
  if (swap?.opType !== 'Transpose' || join?.opType !== 'Reshape') return undefined;
  if (editor.onlyConsumer(scores) !== softmax || product.inputs[0] !== softmax.outputs[0]) return undefined;
  const queries = readHeads(editor, scores.inputs[0] ?? '', '0,2,1,3');
  const keys = readHeads(editor, scores.inputs[1] ?? '', '0,2,3,1');
  const values = readHeads(editor, product.inputs[1] ?? '', '0,2,1,3');
  if (queries === undefined || keys === undefined || values === undefined || values.scale !== 1)
    return undefined;
  if (integersAttribute(swap, 'perm')?.join() !== '0,2,1,3') return undefined;
  return { softmax, scores, product, swap, join, queries, keys, values };
}

interface Heads {
  /** [1, T, count * dimension] */
  readonly source: string;
  readonly count: number;
  readonly dimension: number;
  readonly scale: number;
}

/** Reads back through a factor and a transpose to what was cut into heads. */
function readHeads(editor: GraphEditor, name: string, perm: string): Heads | undefined {
  const node = editor.producer(name);
  if (node?.opType === 'Mul') {
    const [first = '', second = ''] = node.inputs;
    const factor = scalarOf(editor, second);
    const heads = factor === undefined ? undefined : readHeads(editor, first, perm);
    return heads && factor !== undefined ? { ...heads, scale: heads.scale * factor } : undefined;
  }
  if (node?.opType !== 'Transpose' || integersAttribute(node, 'perm')?.join() !== perm) return undefined;
  const cut = editor.producer(node.inputs[0] ?? '');
  const [source = '', shape = ''] = cut?.opType === 'Reshape' ? cut.inputs : [];
  const [count, dimension] = lastSizes(editor, shape, 2) ?? [];
  if (count === undefined || dimension === undefined || count < 1 || dimension < 1) return undefined;
  return { source, count, dimension, scale: 1 };
}

function writeAttention(editor: GraphEditor, attention: Attention): void {
  const { softmax, scores, product, swap, join, queries, keys, values } = attention;
  const { apply, int64s } = createOperations(editor, softmax.outputs[0] ?? '');
  const cut = ({ source, count, dimension }: Heads): string =>
    apply('Reshape', [source, int64s(-1, count, dimension)]);
  const multiply = (a: string, b: string, attributes: Readonly<Record<string, bigint | number>>): string =>
    apply('FusedMatMul', [a, b], { attributes, domain: 'com.microsoft' });
  for (const node of [softmax, scores, product, swap, join]) editor.removeNode(node);
  const scored = multiply(cut(queries), cut(keys), {
    alpha: queries.scale * keys.scale,
    transB: 1n,
    transBatchA: 1n,
    transBatchB: 1n,
  });
  const shares = apply('Softmax', [scored], { attributes: { axis: -1n } });
  const mixed = multiply(shares, cut(values), { alpha: 1, transBatchB: 1n });
  const framesFirst = apply('Transpose', [mixed], { attributes: { perm: [1n, 0n, 2n] } });
  const shape = int64s(1, -1, values.count * values.dimension);
  editor.addNode(createNode('Reshape', { inputs: [framesFirst, shape], outputs: join.outputs }));
}

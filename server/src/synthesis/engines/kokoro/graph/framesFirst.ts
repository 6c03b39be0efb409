import { attributeOf } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { createTensor, elementCount, tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Lets everything between two integer products work on [1, T, C], the layout the products have, instead of
 * [1, C, T]: moving a signal from one to the other costs as much as five element-wise operators.
 *
 * Begins at the transpositions that follow the products and moves them behind one operator after the other, as
 * far as the operators allow; two that meet cancel. Norms become sums by matrix product, since
 * `InstanceNormalization` knows the other layout only. To be called on a committed (sorted) graph.
 */
export function layOutFramesFirst(editor: GraphEditor): void {
  const framesFirst = new Map<string, string>();
  for (const node of [...editor.nodes]) {
    const [input = ''] = node.inputs;
    const [output = ''] = node.outputs;
    if (isSwap(node)) {
      const original = framesFirst.get(input);
      if (original === undefined) framesFirst.set(output, input);
      else editor.redirectConsumers(output, original);
      continue;
    }
    const rewrite = rewrites[node.opType];
    if (rewrite === undefined || !framesFirst.has(pickSignal(editor, node, framesFirst))) continue;
    const operations = createOperations(editor, output);
    const moved = rewrite(node, { editor, operations, framesFirst });
    if (moved === undefined) continue;
    editor.removeNode(node);
    framesFirst.set(output, moved);
    operations.apply('Transpose', [moved], { ...swap, output });
    if (node.opType === 'DynamicQuantizeLinear') keepScales(editor, node, moved);
  }
}

const swap = { attributes: { perm: [0n, 2n, 1n] } } as const;

interface Context {
  readonly editor: GraphEditor;
  readonly operations: GraphOperations;
  /** From a tensor [1, C, T] to the same signal as [1, T, C]. */
  readonly framesFirst: ReadonlyMap<string, string>;
}

/** Makes the frames-first result, or undefined where the node's inputs do not allow it. */
type Rewrite = (node: Node, context: Context) => string | undefined;

const rewrites: Readonly<Record<string, Rewrite>> = {
  Add: rewriteElementwise,
  Concat: rewriteConcat,
  Div: rewriteElementwise,
  DynamicQuantizeLinear: rewriteQuantization,
  InstanceNormalization: rewriteNorm,
  LeakyRelu: rewriteElementwise,
  Mul: rewriteElementwise,
  Pad: rewritePad,
  Sin: rewriteElementwise,
};

function isSwap(node: Node): boolean {
  const perm = attributeOf(node, 'perm')?.ints.join();
  return node.opType === 'Transpose' && perm === '0,2,1';
}

function pickSignal(editor: GraphEditor, node: Node, framesFirst: ReadonlyMap<string, string>): string {
  return node.inputs.find((name) => framesFirst.has(name) && editor.producer(name) !== undefined) ?? '';
}

function rewriteElementwise(node: Node, context: Context): string | undefined {
  const { editor, framesFirst } = context;
  const inputs: string[] = [];
  for (const name of node.inputs) {
    const moved = framesFirst.get(name) ?? swapConstant(editor, name);
    if (moved === undefined) return undefined;
    inputs.push(moved);
  }
  return applyLike(node, context, inputs);
}

/** Along the channels: axis 1 becomes axis 2. */
function rewriteConcat(node: Node, { operations, framesFirst }: Context): string | undefined {
  const inputs = node.inputs.map((name) => framesFirst.get(name));
  if (attributeOf(node, 'axis')?.int !== 1n || !inputs.every((name) => name !== undefined)) return undefined;
  return operations.apply('Concat', inputs, { attributes: { axis: 2n } });
}

function rewritePad(node: Node, context: Context): string | undefined {
  const { editor, operations, framesFirst } = context;
  const [signal = '', padsName = ''] = node.inputs;
  const pads = editor.initializer(padsName);
  const moved = framesFirst.get(signal);
  if (pads === undefined || moved === undefined) return undefined;
  const [n0 = 0, c0 = 0, t0 = 0, n1 = 0, c1 = 0, t1 = 0] = [...tensorValues(pads, 'int64')].map(Number);
  const inputs = [moved, operations.int64s(n0, t0, c0, n1, t1, c1), ...node.inputs.slice(2)];
  return applyLike(node, context, inputs);
}

function rewriteQuantization(node: Node, { operations, framesFirst }: Context): string | undefined {
  const moved = framesFirst.get(node.inputs[0] ?? '');
  if (moved === undefined) return undefined;
  return operations.applyMany('DynamicQuantizeLinear', [moved], { outputCount: 3 })[0];
}

/** The scale and zero point of the moved quantization stand in for those of the removed one. */
function keepScales(editor: GraphEditor, removed: Node, moved: string): void {
  const outputs = editor.producer(moved)?.outputs ?? [];
  removed.outputs.slice(1).forEach((name, index) => {
    editor.redirectConsumers(name, outputs[index + 1] ?? '');
  });
}

/**
 * `y = x * gain + offset` with `gain = scale / sqrt(mean(x * x) - mean(x)^2 + eps)`; the means over T are products
 * with a row of 1 / T, which use all threads where a reduction over the first axis uses one.
 */
function rewriteNorm(node: Node, { operations, framesFirst }: Context): string | undefined {
  const [signal = '', scale = '', shift = ''] = node.inputs;
  const moved = framesFirst.get(signal);
  if (moved === undefined) return undefined;
  const { apply, int64s, float } = operations;
  const frameCount = apply('Gather', [apply('Shape', [moved]), int64s(1)], { attributes: { axis: 0n } });
  const share = apply('Div', [float(1), apply('Cast', [frameCount], { attributes: { to: 1n } })]);
  const rowShape = apply('Concat', [int64s(1, 1), frameCount], { attributes: { axis: 0n } });
  const row = apply('Expand', [share, rowShape]);
  const mean = apply('MatMul', [row, moved]);
  const meanSquare = apply('MatMul', [row, apply('Mul', [moved, moved])]);
  const variance = apply('Relu', [apply('Sub', [meanSquare, apply('Mul', [mean, mean])])]);
  const epsilon = float(attributeOf(node, 'epsilon')?.float ?? 1e-5);
  const gain = apply('Div', [scale, apply('Sqrt', [apply('Add', [variance, epsilon])])]);
  const offset = apply('Sub', [shift, apply('Mul', [mean, gain])]);
  return apply('Add', [apply('Mul', [moved, gain]), offset]);
}

/** The same operator with the same attributes on other inputs. */
function applyLike(node: Node, { editor, operations }: Context, inputs: readonly string[]): string {
  const output = operations.apply(node.opType, inputs);
  const made = editor.producer(output);
  if (made !== undefined) made.attributes = node.attributes;
  return output;
}

/** A scalar as it is; [1, C, 1] as [1, 1, C]. */
function swapConstant(editor: GraphEditor, name: string): string | undefined {
  const tensor = editor.initializer(name);
  if (tensor === undefined) return undefined;
  if (elementCount(tensor.dims) === 1) return name;
  const [first, channels = 0, last] = tensor.dims;
  if (tensor.dims.length !== 3 || first !== 1 || last !== 1) return undefined;
  const swapped = `${name}/frames_first`;
  editor.setInitializer(
    createTensor(swapped, 'float32', { dims: [1, 1, channels], values: tensorValues(tensor, 'float32') }),
  );
  return swapped;
}

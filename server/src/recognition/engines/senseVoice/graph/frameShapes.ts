import { attributeOf, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { ElementType, Node, ValueInfo } from '../../../../onnx/onnxModel.ts';
import { integersOf } from './constants.ts';

/**
 * The shapes that ONNX Runtime cannot conclude, as it does not know that one utterance has the same number of frames
 * everywhere: those of what integer products, memories and the attention read and give. The rest follows from them, and with
 * it which tensors are equally large, so that sums are written over what they add to, and memory is taken again that
 * is still in the cache.
 */
export function frameShapes(editor: GraphEditor): ValueInfo[] {
  const shapes = [...editor.nodes].flatMap((node) => describeNode(editor, node));
  const known = shapes.filter(({ name }) => editor.producer(name) !== undefined && !editor.isGraphOutput(name));
  return [...new Map(known.map((shape) => [shape.name, shape])).values()].map(({ name, type, dims }) =>
    createValueInfo(name, type, dims),
  );
}

interface TensorShape {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

/** As the outputs of the graph call them. */
const frames = 'frames';

function describeNode(editor: GraphEditor, node: Node): TensorShape[] {
  const [first = '', second = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const weightDims = (editor.initializer(second)?.dims ?? []).map(Number);
  const [size = 0] = weightDims;
  switch (node.opType) {
    case 'MatMulInteger':
    case 'MatMulIntegerToFloat': {
      const dims = [1, frames, size];
      const levels = { name: first, type: 'uint8', dims } as const;
      const rounding = editor.producer(first);
      const [signals = ''] = rounding?.opType.endsWith('QuantizeLinear') === true ? rounding.inputs : [];
      return [levels, { name: signals, type: 'float32', dims }];
    }
    case 'Conv':
      return weightDims.length === 4 ? [{ name: output, type: 'float32', dims: [1, size, 1, frames] }] : [];
    case 'FusedMatMul':
      return describeHeads(editor, node);
    default:
      return [];
  }
}

/** What the heads multiply, [frames, heads, d], and what they give, [heads, frames, frames or d]. */
function describeHeads(editor: GraphEditor, product: Node): TensorShape[] {
  const factors = product.inputs.flatMap((name) => {
    const sizes = integersOf(editor, editor.producer(name)?.inputs[1] ?? '');
    return sizes?.length === 3 ? [{ name, heads: sizes[1] ?? 0, dimension: sizes[2] ?? 0 }] : [];
  });
  const [{ heads, dimension } = { heads: 0, dimension: 0 }] = factors;
  if (heads < 1 || dimension < 1) return [];
  const isOfScores = attributeOf(product, 'transB')?.int === 1n;
  const given = [heads, frames, isOfScores ? frames : dimension];
  return [
    ...factors.map(({ name }) => ({ name, type: 'float32', dims: [frames, heads, dimension] }) as const),
    { name: product.outputs[0] ?? '', type: 'float32', dims: given },
  ];
}

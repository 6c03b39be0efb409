import { createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';

/** A product of signals that are rounded by their own range and 8-bit weights, with a bias. */
export interface IntegerProduct {
  /** From the multiplication to the addition of the bias. */
  readonly nodes: readonly Node[];
  /** The node that rounds the signals: levels, scale, zero point. Others may read it too. */
  readonly rounding: Node;
  /** Constant [from, to] */
  readonly weights: string;
  /** Constant, of one value or [to] */
  readonly weightScale: string;
  /** Constant, of one value or [to] */
  readonly weightZeroPoint: string;
  /** Constant [to] */
  readonly bias: string;
  readonly output: string;
}

/** All that are written so, as exporters do. */
export function integerProductsOf(editor: GraphEditor): IntegerProduct[] {
  return editor.nodesOfType('MatMulInteger').flatMap((node) => readProduct(editor, node) ?? []);
}

/** What ONNX Runtime computes at once: the names of tensors, as in `IntegerProduct`. */
export interface ScaledProduct extends Omit<IntegerProduct, 'nodes' | 'rounding'> {
  /** uint8 [..., from] */
  readonly levels: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** (levels - zero point) (weights - zero points) scale weightScale + bias, the bits of the nodes of an `IntegerProduct`. */
export function addScaledProduct(editor: GraphEditor, product: ScaledProduct): void {
  const { levels, scale, zeroPoint, weights, weightScale, weightZeroPoint, bias, output } = product;
  editor.addNode(
    createNode('MatMulIntegerToFloat', {
      inputs: [levels, weights, scale, weightScale, zeroPoint, weightZeroPoint, bias],
      outputs: [output],
      domain: 'com.microsoft',
    }),
  );
}

function readProduct(editor: GraphEditor, multiplication: Node): IntegerProduct | undefined {
  const [levels = '', weights = '', , weightZeroPoint = ''] = multiplication.inputs;
  const rounding = editor.producer(levels);
  const cast = editor.onlyConsumer(multiplication);
  const scaling = cast && editor.onlyConsumer(cast);
  const sum = scaling && editor.onlyConsumer(scaling);
  if (rounding?.opType !== 'DynamicQuantizeLinear' || cast?.opType !== 'Cast') return undefined;
  if (scaling?.opType !== 'Mul' || sum?.opType !== 'Add') return undefined;
  const scales = editor.producer(otherInput(scaling, cast));
  if (scales?.opType !== 'Mul' || editor.onlyConsumer(scales) !== scaling) return undefined;
  const [signalScale = ''] = rounding.outputs.slice(1);
  const [weightScale = ''] = scales.inputs.filter((name) => name !== signalScale);
  const bias = otherInput(sum, scaling);
  const constants = [weights, weightScale, weightZeroPoint, bias];
  if (constants.some((name) => editor.initializer(name) === undefined)) return undefined;
  return {
    nodes: [multiplication, cast, scales, scaling, sum],
    rounding,
    weights,
    weightScale,
    weightZeroPoint,
    bias,
    output: sum.outputs[0] ?? '',
  };
}

/** The input of a node that another does not make. */
function otherInput(node: Node, maker: Node): string {
  return node.inputs.find((name) => !maker.outputs.includes(name)) ?? '';
}

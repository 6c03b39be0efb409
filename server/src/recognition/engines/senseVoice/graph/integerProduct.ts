import { createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';

/** A product of signals, rounded to 8 bits by their own range, and weights of 8 bits, with a bias. */
export interface IntegerProduct extends ProductConstants {
  /** Gives the signals' levels, scale and zero point. */
  readonly rounding: Node;
  /** From the multiplication to the addition of the bias. */
  readonly nodes: readonly Node[];
  readonly output: string;
}

/** Names of initializers. */
export interface ProductConstants {
  /** [from, to] */
  readonly weights: string;
  /** Of all columns, or [to]; so is the zero point. */
  readonly weightScale: string;
  readonly weightZeroPoint: string;
  /** [to] */
  readonly bias: string;
}

/** Reads a product as exporters write it, in six steps. @returns undefined where it is written in another way */
export function readIntegerProduct(editor: GraphEditor, multiplication: Node): IntegerProduct | undefined {
  const [levels = '', weights = '', , weightZeroPoint = ''] = multiplication.inputs;
  const rounding = editor.producer(levels);
  const cast = editor.onlyConsumer(multiplication);
  const scaling = cast && editor.onlyConsumer(cast);
  const sum = scaling && editor.onlyConsumer(scaling);
  if (rounding?.opType !== 'DynamicQuantizeLinear' || cast?.opType !== 'Cast') return undefined;
  if (scaling?.opType !== 'Mul' || sum?.opType !== 'Add') return undefined;
  const scales = editor.producer(otherInput(scaling, cast));
  if (scales?.opType !== 'Mul' || editor.onlyConsumer(scales) !== scaling) return undefined;
  const weightScale = otherInput(scales, rounding);
  const bias = otherInput(sum, scaling);
  const constants = { weights, weightScale, weightZeroPoint, bias };
  if (Object.values(constants).some((name) => editor.initializer(name) === undefined)) return undefined;
  const [output = ''] = sum.outputs;
  return { ...constants, rounding, nodes: [multiplication, cast, scales, scaling, sum], output };
}

/** Whether nothing but a product reads what its signals are rounded to. */
export function isOnlyReader(editor: GraphEditor, { rounding, nodes }: IntegerProduct): boolean {
  return rounding.outputs.every((output) =>
    editor.consumers(output).every((reader) => nodes.includes(reader)),
  );
}

/** Rounded signals: the names of their levels, scale and zero point. */
export interface RoundedSignals {
  readonly levels: string;
  readonly scale: string;
  readonly zeroPoint: string;
}

/** Writes a product in one step, which gives bit by bit the same. */
export function writeIntegerProduct(
  editor: GraphEditor,
  { levels, scale, zeroPoint }: RoundedSignals,
  { weights, weightScale, weightZeroPoint, bias, output }: ProductConstants & Pick<IntegerProduct, 'output'>,
): void {
  editor.addNode(
    createNode('MatMulIntegerToFloat', {
      inputs: [levels, weights, scale, weightScale, zeroPoint, weightZeroPoint, bias],
      outputs: [output],
      domain: 'com.microsoft',
    }),
  );
}

/** The input of a node that another does not make. */
function otherInput(node: Node, maker: Node): string {
  return node.inputs.find((name) => !maker.outputs.includes(name)) ?? '';
}

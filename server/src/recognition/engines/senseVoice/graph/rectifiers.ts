import { createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { createTensor } from '../../../../onnx/tensorData.ts';

/**
 * Lets the rounding of signals to 8 bits rectify them: what is below zero is rounded to zero, which is the least of
 * unsigned levels. The greatest signal is the same rectified or not, and so are the scale, the levels and the product,
 * bit by bit; two passes over the widest tensor are spared.
 */
export function rectifyByRounding(editor: GraphEditor): void {
  for (const rectifier of editor.nodesOfType('Relu')) {
    const product = readProduct(editor, rectifier);
    if (product !== undefined) writeProduct(editor, product);
  }
}

/** A product of rectified signals, rounded by their own range, and 8-bit weights, with a bias. */
interface Product {
  /** From the rectifier to the addition of the bias. */
  readonly nodes: readonly Node[];
  readonly signals: string;
  readonly weights: string;
  readonly weightScale: string;
  readonly weightZeroPoint: string;
  readonly bias: string;
  readonly output: string;
}

function readProduct(editor: GraphEditor, rectifier: Node): Product | undefined {
  const rounding = editor.onlyConsumer(rectifier);
  const multiplication = rounding && editor.onlyConsumer(rounding);
  const cast = multiplication && editor.onlyConsumer(multiplication);
  const scaling = cast && editor.onlyConsumer(cast);
  const sum = scaling && editor.onlyConsumer(scaling);
  if (rounding?.opType !== 'DynamicQuantizeLinear' || multiplication?.opType !== 'MatMulInteger')
    return undefined;
  if (cast?.opType !== 'Cast' || scaling?.opType !== 'Mul' || sum?.opType !== 'Add') return undefined;
  const scales = editor.producer(otherInput(scaling, cast));
  if (scales?.opType !== 'Mul' || editor.onlyConsumer(scales) !== scaling) return undefined;
  const [signalScale = ''] = rounding.outputs.slice(1);
  const [weightScale] = scales.inputs.filter((name) => name !== signalScale);
  const [signals = ''] = rectifier.inputs;
  const [, weights = '', , weightZeroPoint = ''] = multiplication.inputs;
  const bias = otherInput(sum, scaling);
  const constants = [weights, weightScale ?? '', weightZeroPoint, bias];
  if (weightScale === undefined || constants.some((name) => editor.initializer(name) === undefined))
    return undefined;
  return {
    nodes: [rectifier, rounding, multiplication, cast, scales, scaling, sum],
    signals,
    weights,
    weightScale,
    weightZeroPoint,
    bias,
    output: sum.outputs[0] ?? '',
  };
}

function writeProduct(editor: GraphEditor, product: Product): void {
  const { nodes, signals, weights, weightScale, weightZeroPoint, bias, output } = product;
  const { apply, float } = createOperations(editor, output);
  for (const node of nodes) editor.removeNode(node);
  editor.setInitializer(createTensor(lowestLevel, 'uint8', { dims: [], values: Uint8Array.of(0) }));
  const greatest = apply('ReduceMax', [signals], { attributes: { keepdims: 0n } });
  // Where all are below zero, any scale gives zeros.
  const scale = apply('Div', [apply('Max', [greatest, float(leastSignal)]), float(levelCount - 1)]);
  const levels = apply('QuantizeLinear', [signals, scale, lowestLevel]);
  editor.addNode(
    createNode('MatMulIntegerToFloat', {
      inputs: [levels, weights, scale, weightScale, lowestLevel, weightZeroPoint, bias],
      outputs: [output],
      domain: 'com.microsoft',
    }),
  );
}

const lowestLevel = 'constant/uint8/0';
const levelCount = 256;
const leastSignal = 1e-30;

/** The input of a node that another does not make. */
function otherInput(node: Node, maker: Node): string {
  return node.inputs.find((name) => !maker.outputs.includes(name)) ?? '';
}

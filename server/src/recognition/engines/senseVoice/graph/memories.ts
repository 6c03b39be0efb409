import { attributeOf, createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { elementTypeOf, tensorValues } from '../../../../onnx/tensorData.ts';
import { integersAttribute } from './constants.ts';

/**
 * Makes the memory beside each attention, a convolution over time of each channel by itself with its input added, one
 * convolution of an image of one row: ONNX Runtime lays images out in blocks of channels, which are convolved several
 * times as fast and by all threads, and needs no transposes to do so. The input is added by the weights, one more at the
 * middle of each kernel.
 *
 * The sums are the same but for their order, that is, for their rounding.
 */
export function convolveMemoriesAsImages(editor: GraphEditor): void {
  for (const convolution of editor.nodesOfType('Conv')) {
    const memory = readMemory(editor, convolution);
    if (memory !== undefined) writeMemory(editor, memory);
  }
}

/** [1, T, channels] to the same. */
interface Memory {
  /** Transpose, convolution, transpose, addition of the source. */
  readonly nodes: readonly Node[];
  readonly source: string;
  readonly output: string;
  /** Row-major [channels, taps], odd. */
  readonly kernels: Float32Array;
  readonly channelCount: number;
}

function readMemory(editor: GraphEditor, convolution: Node): Memory | undefined {
  const [input = '', weights = '', bias] = convolution.inputs;
  const before = editor.producer(input);
  const after = editor.onlyConsumer(convolution);
  const sum = after && editor.onlyConsumer(after);
  if (before === undefined || after === undefined || sum?.opType !== 'Add') return undefined;
  if (bias !== undefined || !isSwap(before) || !isSwap(after)) return undefined;
  const [source = ''] = before.inputs;
  if (!sum.inputs.includes(source) || editor.onlyConsumer(before) !== convolution) return undefined;
  const tensor = editor.initializer(weights);
  if (tensor === undefined || elementTypeOf(tensor) !== 'float32') return undefined;
  const [channelCount = 0, perGroup, taps = 0] = tensor.dims.map(Number);
  const around = (taps - 1) / 2;
  if (tensor.dims.length !== 3 || perGroup !== 1 || !Number.isInteger(around)) return undefined;
  if (Number(attributeOf(convolution, 'group')?.int ?? 1) !== channelCount) return undefined;
  if (integersAttribute(convolution, 'pads')?.join() !== `${around},${around}`) return undefined;
  const steps = ['strides', 'dilations'].flatMap((name) => integersAttribute(convolution, name) ?? []);
  if (steps.some((step) => step !== 1)) return undefined;
  return {
    nodes: [before, convolution, after, sum],
    source,
    output: sum.outputs[0] ?? '',
    kernels: tensorValues(tensor, 'float32'),
    channelCount,
  };
}

function writeMemory(editor: GraphEditor, { nodes, source, output, kernels, channelCount }: Memory): void {
  const { apply, floats, int64s } = createOperations(editor, output);
  const taps = kernels.length / channelCount;
  const around = (taps - 1) / 2;
  const withSource = kernels.map((weight, index) => (index % taps === around ? weight + 1 : weight));
  for (const node of nodes) editor.removeNode(node);
  const row = int64s(1);
  const image = apply('Transpose', [apply('Unsqueeze', [source, row])], {
    attributes: { perm: [0n, 3n, 1n, 2n] },
  });
  const convolved = apply('Conv', [image, floats([channelCount, 1, 1, taps], withSource)], {
    attributes: {
      group: BigInt(channelCount),
      kernel_shape: [1n, BigInt(taps)],
      pads: [0n, BigInt(around), 0n, BigInt(around)],
    },
  });
  const framesFirst = apply('Transpose', [convolved], { attributes: { perm: [0n, 2n, 3n, 1n] } });
  editor.addNode(createNode('Squeeze', { inputs: [framesFirst, row], outputs: [output] }));
}

/** Whether it swaps frames and channels. */
function isSwap(node: Node): boolean {
  return node.opType === 'Transpose' && integersAttribute(node, 'perm')?.join() === '0,2,1';
}

import { expect, test } from 'vitest';
import { multiplyInFloat } from '../../server/src/onnx/floatProducts.ts';
import { createGraph, createNode, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import type { Graph } from '../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';
import { runGraph } from '../support/runGraph.ts';

interface Weights {
  readonly type: 'uint8' | 'int8';
  /** [2, 3] */
  readonly values: readonly number[];
  /** One, or one a column. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
}

/** What ONNX Runtime's dynamic quantization makes of `y = x W`. */
function quantizedProduct({ type, values, scales, zeroPoints }: Weights): Graph {
  const graph = createGraph('product');
  const bytes = (list: readonly number[]) =>
    type === 'uint8' ? Uint8Array.from(list) : Int8Array.from(list);
  const dims = (list: readonly number[]): number[] => (list.length === 1 ? [] : [list.length]);
  graph.inputs.push(createValueInfo('x', 'float32', [1, 2]));
  graph.outputs.push(createValueInfo('y', 'float32', [1, 3]));
  graph.initializers.push(
    createTensor('w', type, { dims: [2, 3], values: bytes(values) }),
    createTensor('wz', type, { dims: dims(zeroPoints), values: bytes(zeroPoints) }),
    createTensor('ws', 'float32', { dims: dims(scales), values: Float32Array.from(scales) }),
  );
  graph.nodes.push(
    createNode('DynamicQuantizeLinear', { inputs: ['x'], outputs: ['xq', 'xs', 'xz'] }),
    createNode('Mul', { inputs: ['xs', 'ws'], outputs: ['s'] }),
    createNode('MatMulInteger', { inputs: ['xq', 'w', 'xz', 'wz'], outputs: ['i'] }),
    createNode('Cast', { inputs: ['i'], outputs: ['f'], attributes: { to: 1n } }),
    createNode('Mul', { inputs: ['f', 's'], outputs: ['y'] }),
  );
  return graph;
}

test.each<[string, Weights, readonly number[]]>([
  [
    'unsigned, one scale',
    { type: 'uint8', values: [128, 130, 120, 129, 0, 255], scales: [0.5], zeroPoints: [128] },
    // [[0, 1, -4], [0.5, -64, 63.5]]
    [1, -127, 123],
  ],
  [
    'signed, a scale a column',
    { type: 'int8', values: [-128, 2, 3, 127, 5, 6], scales: [1, 0.5, 2], zeroPoints: [0, 1, -1] },
    // [[-128, 0.5, 8], [127, 2, 14]]
    [126, 4.5, 36],
  ],
])('%s', async (_name, weights, expected) => {
  const editor = new GraphEditor(quantizedProduct(weights));
  multiplyInFloat(editor);
  editor.removeDead();
  const graph = editor.commit();
  expect(graph.nodes.map(({ opType }) => opType)).toEqual(['MatMul']);
  const { y } = await runGraph(graph, { x: { type: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) } });
  expect([...(y?.data ?? [])]).toEqual(expected);
});

test('a product that is quantized in another way is refused', () => {
  const graph = quantizedProduct({ type: 'int8', values: [1, 2, 3, 4, 5, 6], scales: [1], zeroPoints: [0] });
  graph.nodes.shift();
  expect(() => {
    multiplyInFloat(new GraphEditor(graph));
  }).toThrow('not quantized as expected');
});

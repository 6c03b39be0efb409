import { expect, test } from 'vitest';
import { float32Tensor } from '../../server/src/inference/tensor.ts';
import {
  createAttribute,
  createGraph,
  createModel,
  createNode,
  createValueInfo,
} from '../../server/src/onnx/graphBuilding.ts';
import { attributeTypes, type Graph, type Node } from '../../server/src/onnx/onnxModel.ts';
import { toHalves } from '../../server/src/onnx/quantization.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';
import { widenHalves } from '../../server/src/onnx/widenHalves.ts';
import { runGraph } from '../support/runGraph.ts';

const toHalf = { to: 10n };

function constant(value: number): Node {
  const tensor = createTensor('value', 'float16', { dims: [], values: toHalves(Float32Array.of(value)) });
  const attribute = { ...createAttribute('value', 0n), int: undefined, tensor, type: attributeTypes.tensor };
  return { ...createNode('Constant', { inputs: [], outputs: ['two'] }), attributes: [attribute] };
}

/** Squares in 16 bits, times a constant, to 32. */
function squares(): Graph {
  return {
    ...createGraph('squares'),
    inputs: [createValueInfo('in', 'float32', ['n'])],
    outputs: [createValueInfo('out', 'float32', ['n'])],
    initializers: [
      createTensor('scale', 'float16', { dims: [2], values: toHalves(Float32Array.of(0.5, 0.25)) }),
    ],
    nodes: [
      constant(2),
      createNode('Cast', { inputs: ['in'], outputs: ['narrow'], attributes: toHalf }),
      createNode('Pow', { inputs: ['narrow', 'two'], outputs: ['squared'] }),
      createNode('Mul', { inputs: ['squared', 'scale'], outputs: ['scaled'] }),
      createNode('Cast', { inputs: ['scaled'], outputs: ['out'], attributes: { to: 1n } }),
    ],
  };
}

test('constants, casts and what is between them become floats of 32 bits', async () => {
  const model = createModel(squares(), { '': 20 });
  expect(widenHalves(model)).toBe(true);
  const { nodes = [], initializers = [] } = model.graph ?? {};
  const casts = nodes.filter(({ opType }) => opType === 'Cast');
  expect(casts.map(({ attributes }) => attributes[0]?.int)).toEqual([1n, 1n, 1n, 1n]);
  expect(initializers.map(({ name, dataType }) => [name, dataType])).toEqual([['scale/half', 10]]);
  const outputs = await runGraph(model.graph ?? squares(), {
    in: float32Tensor(Float32Array.of(3, 400), [2]),
  });
  expect(outputs['out']?.data).toEqual(Float32Array.of(4.5, 40_000));
});

test('inputs and outputs in 16 bits become floats of 32, in branches too', async () => {
  const branch = (value: number): Graph => ({
    ...createGraph('branch'),
    outputs: [createValueInfo('chosen', 'float16', [])],
    nodes: [{ ...constant(value), outputs: ['chosen'] }],
  });
  const graph: Graph = {
    ...createGraph('choice'),
    inputs: [createValueInfo('in', 'float16', ['n']), createValueInfo('which', 'bool', [])],
    outputs: [createValueInfo('out', 'float16', ['n'])],
    nodes: [
      createNode('If', {
        inputs: ['which'],
        outputs: ['factor'],
        attributes: { then_branch: { graph: branch(3) }, else_branch: { graph: branch(5) } },
      }),
      createNode('Mul', { inputs: ['in', 'factor'], outputs: ['out'] }),
    ],
  };
  const which = { type: 'bool', dims: [], data: Uint8Array.of(1) } as const;
  const narrow = toHalves(Float32Array.of(1, 30_000));
  const before = await runGraph(graph, { in: { type: 'float16', dims: [2], data: narrow }, which });
  expect(before['out']).toMatchObject({ type: 'float16', data: toHalves(Float32Array.of(3, Infinity)) });
  const model = createModel(graph, { '': 20 });
  widenHalves(model);
  const outputs = await runGraph(model.graph ?? graph, {
    in: float32Tensor(Float32Array.of(1, 30_000), [2]),
    which,
  });
  expect(outputs['out']).toMatchObject({ type: 'float32', data: Float32Array.of(3, 90_000) });
});

test('a model without anything in 16 bits stays as it is', () => {
  const model = createModel(
    {
      ...squares(),
      initializers: [],
      nodes: [createNode('Mul', { inputs: ['in', 'in'], outputs: ['out'] })],
    },
    { '': 20 },
  );
  const before = structuredClone(model);
  expect(widenHalves(model)).toBe(false);
  expect(model).toEqual(before);
});

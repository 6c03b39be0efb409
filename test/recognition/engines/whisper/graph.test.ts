import { describe, expect, test } from 'vitest';
import { float32Tensor, int64Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { createGraph, createNode, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import type { Graph } from '../../../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../../../server/src/onnx/tensorData.ts';
import {
  createLayerWriter,
  type LayerOptions,
  type LayerWriter,
} from '../../../../server/src/recognition/engines/whisper/graph/layers.ts';
import {
  readPublishedWeights,
  type QuantizedWeights,
} from '../../../../server/src/recognition/engines/whisper/graph/publishedWeights.ts';
import { writeTokenTable } from '../../../../server/src/recognition/engines/whisper/graph/tokenTable.ts';
import { runGraph } from '../../../support/runGraph.ts';

const width = 64;
const scale = 0.02;
const zeroPoint = 131;
const matrix = Uint8Array.from({ length: width * width }, (_, index) => (index * 37) % 256);
const bias = Float32Array.from({ length: width }, (_, index) => index / 10);
const input = Float32Array.from({ length: 2 * width }, (_, index) => Math.sin(index));

/** One layer's product as Optimum and the quantizer name it, inside a branch, as decoders have it. */
function publishedGraph(): Graph {
  const branch: Graph = {
    ...createGraph('branch'),
    nodes: [
      {
        ...createNode('MatMulInteger', {
          inputs: ['x', 'onnx::MatMul_7_merged_0_quantized', 'z', 'onnx::MatMul_7_merged_0_zero_point'],
          outputs: ['y'],
        }),
        name: '/model/decoder/layers.0/fc1/MatMul_quant',
      },
    ],
  };
  const initializers = [
    createTensor('onnx::MatMul_7_merged_0_quantized', 'uint8', { dims: [width, width], values: matrix }),
    createTensor('onnx::MatMul_7_merged_0_scale', 'float32', { dims: [], values: Float32Array.of(scale) }),
    createTensor('onnx::MatMul_7_merged_0_zero_point', 'uint8', {
      dims: [],
      values: Uint8Array.of(zeroPoint),
    }),
    // Of the other branch, which by chance has the same number.
    createTensor('onnx::MatMul_7_merged_1_quantized', 'uint8', {
      dims: [1, width],
      values: matrix.subarray(0, width),
    }),
    createTensor('model.decoder.layers.0.fc1.bias_merged_0', 'float32', { dims: [width], values: bias }),
  ];
  const choice = createNode('If', {
    inputs: ['c'],
    outputs: ['y'],
    attributes: { then_branch: { graph: createGraph('other') }, else_branch: { graph: branch } },
  });
  return { ...createGraph('decoder'), nodes: [choice], initializers };
}

describe('what a published graph holds', () => {
  const weights = readPublishedWeights(publishedGraph());

  test('is found by the names of its parts', () => {
    expect(weights.layerCount).toBe(1);
    expect(weights.product('layers.0.fc1')).toEqual({
      values: matrix,
      dims: [width, width],
      scale: expect.closeTo(scale, 6) as number,
      zeroPoint,
    });
    expect(weights.hasVector('layers.0.fc1.bias')).toBe(true);
    expect(weights.hasVector('layers.0.fc2.bias')).toBe(false);
  });

  test.for([
    ['a product', () => weights.product('layers.0.fc2')],
    ['a vector', () => weights.vector('layer_norm.weight')],
    ['the table', () => weights.table('embed_tokens')],
  ] as const)('%s that is not there is missed by name', ([, find]) => {
    expect(find).toThrow(/none of Whisper/u);
  });
});

type Arithmetic = LayerOptions['arithmetic'];

async function runLayer(
  arithmetic: Arithmetic,
  write: (writer: LayerWriter, editor: GraphEditor) => void,
  output: { readonly name: string; readonly dims: readonly (number | string)[] },
): Promise<Float32Array> {
  const graph = createGraph('layer');
  graph.inputs.push(createValueInfo('x', 'float32', [1, 2, width]), createValueInfo('ids', 'int64', ['n']));
  graph.outputs.push(createValueInfo(output.name, 'float32', output.dims));
  const editor = new GraphEditor(graph);
  write(
    createLayerWriter(editor, readPublishedWeights(publishedGraph()), { arithmetic, headCount: 1 }),
    editor,
  );
  const feeds = { x: float32Tensor(input, [1, 2, width]), ids: int64Tensor([3, 1], [2]) };
  return outputOf(await runGraph(editor.commit(), feeds), output.name, 'float32').data;
}

const value = (integer: number): number => (integer - zeroPoint) * scale;

test.for(['published', 'signed', 'float'] as const)('a linear layer, %s', async (arithmetic) => {
  const product = await runLayer(
    arithmetic,
    (writer) => {
      writer.operations.apply('Identity', writer.linear('x', 'layers.0.fc1'), { output: 'y' });
    },
    { name: 'y', dims: [1, 2, width] },
  );
  const expected = Float32Array.from({ length: 2 * width }, (_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    let sum = bias[column] ?? 0;
    for (let inner = 0; inner < width; inner += 1)
      sum += (input[row * width + inner] ?? 0) * value(matrix[inner * width + column] ?? 0);
    return sum;
  });
  // The input is rounded to 8 bits; the sums are of the order of ten.
  const tolerance = arithmetic === 'float' ? 1e-4 : 0.3;
  expect(greatestDifference(product, expected)).toBeLessThan(tolerance);
});

const table: QuantizedWeights = {
  values: matrix.subarray(0, 5 * width),
  dims: [5, width],
  scale,
  zeroPoint,
};
const signedTable: QuantizedWeights = {
  ...table,
  values: Int8Array.from(table.values, (integer) => integer - 128),
  zeroPoint: zeroPoint - 128,
};

test.for([
  ['published', table],
  ['published', signedTable],
  ['float', table],
] as const)('the table of tokens, %s', async ([arithmetic, content]) => {
  const isFloat = arithmetic === 'float';
  const rows = await runLayer(
    arithmetic,
    ({ operations }, editor) => {
      const tokens = writeTokenTable(content, { editor, operations, isFloat });
      operations.apply('Identity', [tokens.embed('ids')], { output: 'rows' });
    },
    { name: 'rows', dims: ['n', width] },
  );
  const expectedRows = [3, 1].flatMap((row) =>
    Array.from(table.values.subarray(row * width, (row + 1) * width), value),
  );
  expect(greatestDifference(rows, Float32Array.from(expectedRows))).toBeLessThan(1e-5);

  const logits = await runLayer(
    arithmetic,
    ({ operations }, editor) => {
      const { int64s, apply } = operations;
      const first = apply('Squeeze', [apply('Slice', ['x', int64s(0), int64s(1), int64s(1)]), int64s(1)]);
      writeTokenTable(content, { editor, operations, isFloat }).score(first, 'logits');
    },
    { name: 'logits', dims: [1, 5] },
  );
  const expected = Float32Array.from({ length: 5 }, (_, row) => {
    let sum = 0;
    for (let inner = 0; inner < width; inner += 1)
      sum += (input[inner] ?? 0) * value(table.values[row * width + inner] ?? 0);
    return sum;
  });
  expect(greatestDifference(logits, expected)).toBeLessThan(isFloat ? 1e-4 : 0.2);
});

function greatestDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((most, one, index) => Math.max(most, Math.abs(one - (expected[index] ?? NaN))), 0);
}

import { describe, expect, it } from 'vitest';
import { createGraph, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../../../server/src/onnx/graphOperations.ts';
import { separateProducts } from '../../../../server/src/recognition/engines/senseVoice/graph/separateProducts.ts';
import { storeSizes } from '../../../../server/src/recognition/engines/senseVoice/graph/sizes.ts';
import { addQuantizedProduct } from '../../../support/quantizedProduct.ts';

const from = 4;
const to = 6;

/** A product of 6 columns with a bias, of which parts are cut, and their sizes reckoned as exporters do. */
function productWithCuts(cuts: readonly (readonly [number, number])[], axis = -1): GraphEditor {
  const editor = new GraphEditor(createGraph('product'));
  editor.graph.inputs.push(createValueInfo('x', 'float32', [1, 'T', from]));
  const op = createOperations(editor, 'op');
  const matrix = Float32Array.from({ length: from * to }, (_, index) => Math.sin(index));
  const product = addQuantizedProduct({ editor, op }, { input: 'x', name: 'w', dims: [from, to], matrix });
  const sum = op.apply('Add', [op.floats([to], new Float32Array(to)), product]);
  const channels = op.apply('Gather', [op.apply('Shape', [sum]), op.int64s(-1)]);
  const third = op.apply('Div', [channels, op.int64s(3)]);
  const place = (index: number): string => op.apply('Mul', [third, op.int64s(index)]);
  for (const [index, [start, end]] of cuts.entries()) {
    const output = `part${index}`;
    op.apply('Slice', [sum, place(start), place(end), op.int64s(axis)], { output });
    editor.graph.outputs.push(createValueInfo(output, 'float32', [1, 'T', 2 * (end - start)]));
  }
  return editor;
}

describe('a product that is cut becomes several, of all its columns and no others', () => {
  it.each([
    {
      cuts: [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
      products: [2, 2, 2],
    },
    {
      cuts: [
        [0, 2],
        [2, 3],
      ],
      products: [4, 2],
    },
    {
      name: 'one is left out',
      cuts: [
        [0, 1],
        [2, 3],
      ],
      products: [],
    },
    {
      name: 'one is taken twice',
      cuts: [
        [0, 2],
        [1, 3],
      ],
      products: [],
    },
    {
      name: 'the last is left out',
      cuts: [
        [0, 1],
        [1, 2],
      ],
      products: [],
    },
    { name: 'nothing is cut', cuts: [[0, 3]], products: [] },
    {
      name: 'frames are cut',
      cuts: [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
      axis: 1,
      products: [],
    },
  ] as const)('$cuts $name', ({ cuts, products, ...options }) => {
    const editor = productWithCuts(cuts, 'axis' in options ? options.axis : -1);
    storeSizes(editor);
    separateProducts(editor);
    const { nodes } = editor.commit();
    const widths = nodes
      .filter(({ opType }) => opType === 'MatMulIntegerToFloat')
      .map(({ inputs: [, weights = ''] }) => Number(editor.initializer(weights)?.dims[1]));
    expect(widths).toEqual(products);
    expect(nodes.filter(({ opType }) => opType === 'Slice')).toHaveLength(
      products.length === 0 ? cuts.length : 0,
    );
  });
});

it('only the number of channels is a size that the weights tell', () => {
  const editor = new GraphEditor(createGraph('sizes'));
  editor.graph.inputs.push(createValueInfo('x', 'float32', [1, 'T', to]));
  const op = createOperations(editor, 'op');
  const shape = op.apply('Shape', [op.apply('Add', ['x', op.floats([to], new Float32Array(to))])]);
  for (const place of [0, 1, 2, -1]) {
    const output = `size${place}`;
    op.apply('Identity', [op.apply('Gather', [shape, op.int64(place)], { output: `at${place}` })], {
      output,
    });
    editor.graph.outputs.push(createValueInfo(output, 'int64', []));
  }
  storeSizes(editor);
  const known = [0, 1, 2, -1].filter((place) => editor.initializer(`at${place}`) !== undefined);
  expect(known).toEqual([2, -1]);
});

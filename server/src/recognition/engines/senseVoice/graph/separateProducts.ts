import { attributeOf } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { createTensor, elementTypeOf, tensorValues } from '../../../../onnx/tensorData.ts';
import { integersAttribute, integersOf, scalarOf } from './constants.ts';
import {
  readIntegerProduct,
  writeIntegerProduct,
  type IntegerProduct,
  type ProductConstants,
} from './integerProduct.ts';

/**
 * Makes queries, keys and values by a product each, of the same rounded signals, instead of cutting them out of one: a cut
 * is done by one thread, and the others have to fetch what it wrote. Each column is bit by bit what it was.
 */
export function separateProducts(editor: GraphEditor): void {
  for (const multiplication of editor.nodesOfType('MatMulInteger')) {
    const product = readIntegerProduct(editor, multiplication);
    const cuts = product === undefined ? [] : editor.consumers(product.output);
    const parts = cuts.flatMap((cut) => readParts(editor, cut));
    if (product !== undefined && isWhole(parts, columnCountOf(editor, product)))
      writeParts(editor, product, { cuts, parts });
  }
}

/** Columns of a product, cut out. */
interface Part {
  readonly output: string;
  readonly start: number;
  readonly end: number;
}

/** Both ways to cut channels: all parts by one node, or each by its own. */
function readParts(editor: GraphEditor, cut: Node): readonly Part[] {
  const [, second = '', ends = '', axis = '', steps] = cut.inputs;
  if (cut.opType === 'Slice') {
    const [start, end] = [scalarOf(editor, second), scalarOf(editor, ends)];
    if (start === undefined || end === undefined || steps !== undefined) return [];
    return isChannelAxis(scalarOf(editor, axis)) ? [{ output: cut.outputs[0] ?? '', start, end }] : [];
  }
  if (cut.opType !== 'Split' || !isChannelAxis(Number(attributeOf(cut, 'axis')?.int ?? 0))) return [];
  const sizes = integersOf(editor, second) ?? integersAttribute(cut, 'split') ?? [];
  let start = 0;
  return cut.outputs.map((output, index) => {
    const part = { output, start, end: start + (sizes[index] ?? 0) };
    start = part.end;
    return part;
  });
}

/** Of [n, frames, channels]. */
function isChannelAxis(axis: number | undefined): boolean {
  return axis === 2 || axis === -1;
}

/** Whether there are several parts, which follow each other from the first column to the last. */
function isWhole(parts: readonly Part[], columnCount: number): boolean {
  const ends = [0, ...parts.map(({ end }) => end)];
  return (
    parts.length > 1 &&
    parts.every(({ start, end }, index) => start === ends[index] && end > start) &&
    ends.at(-1) === columnCount
  );
}

function columnCountOf(editor: GraphEditor, { weights }: ProductConstants): number {
  return Number(editor.initializer(weights)?.dims.at(-1));
}

function writeParts(
  editor: GraphEditor,
  product: IntegerProduct,
  { cuts, parts }: { readonly cuts: readonly Node[]; readonly parts: readonly Part[] },
): void {
  const [levels = '', scale = '', zeroPoint = ''] = product.rounding.outputs;
  for (const node of [...product.nodes, ...cuts]) editor.removeNode(node);
  for (const part of parts) {
    const { weights, weightScale, weightZeroPoint, bias } = product;
    writeIntegerProduct(
      editor,
      { levels, scale, zeroPoint },
      {
        weights: storeColumns(editor, weights, part),
        weightScale: storeColumns(editor, weightScale, part),
        weightZeroPoint: storeColumns(editor, weightZeroPoint, part),
        bias: storeColumns(editor, bias, part),
        output: part.output,
      },
    );
  }
}

/** @returns the name of a constant's columns; of its own where one value is that of all columns */
function storeColumns(editor: GraphEditor, name: string, part: Part): string {
  const tensor = editor.initializer(name);
  const columnCount = tensor?.dims.at(-1) ?? 1;
  if (tensor === undefined || columnCount === 1) return name;
  const stored = `${name}/${part.start}`;
  editor.setInitializer({ ...cutColumns(tensor, part), name: stored });
  return stored;
}

/** @param tensor  [..., columns] */
function cutColumns(tensor: Tensor, { start, end }: Part): Tensor {
  const type = elementTypeOf(tensor);
  if (type !== 'float32' && type !== 'int8' && type !== 'uint8')
    throw new TypeError(`The constant ${tensor.name} of a product is of another type than products have.`);
  const values = tensorValues(tensor, type);
  const columnCount = tensor.dims.at(-1) ?? 1;
  const rowCount = values.length / columnCount;
  const width = end - start;
  const columns = values.slice(0, rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    const from = row * columnCount;
    columns.set(values.subarray(from + start, from + end), row * width);
  }
  return createTensor(tensor.name, type, {
    dims: [...tensor.dims.slice(0, -1), width],
    values: columns,
  });
}

import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { elementCount, tensorColumns } from '../../../../onnx/tensorData.ts';
import { integersOf } from './constants.ts';
import { addScaledProduct, integerProductsOf, type IntegerProduct } from './integerProducts.ts';

/**
 * Makes queries, keys and values by a product each, where one makes them joined and they are cut apart. A column of
 * the weights does not know of the others: all is bit by bit what it was, and no thread copies while the others wait.
 */
export function separateProjections(editor: GraphEditor): void {
  for (const product of integerProductsOf(editor)) {
    const [cut, ...others] = editor.consumers(product.output);
    if (cut?.opType !== 'Split' || others.length > 0) continue;
    const widths = integersOf(editor, cut.inputs[1] ?? '');
    const columnCount = Number(editor.initializer(product.weights)?.dims[1]);
    // Another sum is that of another axis.
    if (widths?.reduce((sum, width) => sum + width, 0) === columnCount)
      separate(editor, { product, cut, widths });
  }
}

interface Joined {
  readonly product: IntegerProduct;
  readonly cut: Node;
  /** Columns of each part. */
  readonly widths: readonly number[];
}

function separate(editor: GraphEditor, { product, cut, widths }: Joined): void {
  for (const node of [...product.nodes, cut]) editor.removeNode(node);
  const [levels = '', scale = '', zeroPoint = ''] = product.rounding.outputs;
  let from = 0;
  for (const [part, width] of widths.entries()) {
    const columns = { from, to: from + width };
    const take = (name: string): string => takeColumns(editor, name, columns);
    addScaledProduct(editor, {
      levels,
      scale,
      zeroPoint,
      weights: take(product.weights),
      weightScale: take(product.weightScale),
      weightZeroPoint: take(product.weightZeroPoint),
      bias: take(product.bias),
      output: cut.outputs[part] ?? '',
    });
    from += width;
  }
}

/** @returns the name of what is made of a constant's columns; of one value for all columns, its own */
function takeColumns(
  editor: GraphEditor,
  name: string,
  columns: { readonly from: number; readonly to: number },
): string {
  const tensor = editor.initializer(name);
  if (tensor === undefined || elementCount(tensor.dims) === 1) return name;
  const taken = editor.freshName(`${name}/${columns.from}`);
  editor.setInitializer(tensorColumns(tensor, { name: taken, ...columns }));
  return taken;
}

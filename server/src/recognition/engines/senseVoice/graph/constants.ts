import { attributeOf } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { elementCount, elementTypeOf, tensorValues } from '../../../../onnx/tensorData.ts';

/** Turns the nodes that give a constant into initializers, so that there is one way to be a constant. */
export function storeConstants(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('Constant')) {
    const tensor = attributeOf(node, 'value')?.tensor;
    const [name] = node.outputs;
    if (tensor === undefined || name === undefined || editor.isGraphOutput(name)) continue;
    editor.removeNode(node);
    editor.setInitializer({ ...tensor, name });
  }
}

/** The value of a constant of one element; undefined for anything else. */
export function scalarOf(editor: GraphEditor, name: string): number | undefined {
  const tensor = editor.initializer(name);
  if (tensor === undefined || elementCount(tensor.dims) !== 1) return undefined;
  const type = elementTypeOf(tensor);
  return type === undefined ? undefined : Number(tensorValues(tensor, type)[0]);
}

/** A whole list of constants; undefined where it is none. */
export function integersOf(editor: GraphEditor, name: string): readonly number[] | undefined {
  const tensor = editor.initializer(name);
  return tensor !== undefined && elementTypeOf(tensor) === 'int64'
    ? Array.from(tensorValues(tensor, 'int64'), Number)
    : undefined;
}

/**
 * The last sizes of a shape, which is a constant or joined of parts.
 *
 * @returns as many as asked for; undefined where one of them is no constant
 */
export function lastSizes(editor: GraphEditor, name: string, count: number): readonly number[] | undefined {
  const constant = integersOf(editor, name);
  if (constant !== undefined) return constant.length < count ? undefined : constant.slice(-count);
  const node = editor.producer(name);
  if (node?.opType !== 'Concat') return undefined;
  const parts: (readonly number[] | undefined)[] = node.inputs.map((input) => integersOf(editor, input));
  const sizes: number[] = [];
  for (let part = parts.pop(); part !== undefined && sizes.length < count; part = parts.pop())
    sizes.unshift(...part);
  return sizes.length < count ? undefined : sizes.slice(-count);
}

/** The integers of an attribute; undefined where it is left out. */
export function integersAttribute(node: Node, name: string): readonly number[] | undefined {
  return attributeOf(node, name)?.ints.map(Number);
}

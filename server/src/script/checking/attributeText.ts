import type { AttributeValue, SpanNode } from '../tree/tree.ts';

/** The value of a span's attribute as written; null where it is not there or has none. The first of a name counts. */
export function attributeText(node: SpanNode, name: string): string | null {
  return attributeValue(node, name)?.text ?? null;
}

/** The same with its place, which counts as the node's does. */
export function attributeValue(node: SpanNode, name: string): AttributeValue | null {
  const value = node.open.attributes.find((attribute) => attribute.name === name)?.value ?? null;
  return value?.text === '' ? null : value;
}

import type { SpanNode } from '../tree/tree.ts';

/** The value of a span's attribute as written; null where it is not there or has none. The first of a name counts. */
export function attributeText(node: SpanNode, name: string): string | null {
  const text = node.open.attributes.find((attribute) => attribute.name === name)?.value?.text ?? '';
  return text === '' ? null : text;
}

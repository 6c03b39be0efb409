import type { Block, Inline, SpanNode } from '../tree/tree.ts';

/** The spans whose content holds a position, from the outermost in; one that never closes goes on behind its words. */
export function spansAround(block: Block, offset: number): readonly SpanNode[] {
  const spans: SpanNode[] = [];
  let nodes: readonly Inline[] = 'content' in block ? block.content : [];
  for (;;) {
    const span = nodes.find((node): node is SpanNode => node.kind === 'span' && isInside(node, offset));
    if (span === undefined) return spans;
    spans.push(span);
    nodes = span.children;
  }
}

function isInside({ open, close }: SpanNode, offset: number): boolean {
  return open.endOffset <= offset && (close === null || offset <= close.startOffset);
}

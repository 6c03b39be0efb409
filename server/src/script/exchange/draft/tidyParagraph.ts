import type { DraftInline, DraftParagraph, DraftSpan, SpanAttributes } from './draft.ts';
import { isDirectable } from './renderDirection.ts';

/**
 * A paragraph as a person would write it: no span around nothing, one tag where two say things of the same words, a
 * direction where a span covers all.
 */
export function tidyParagraph(paragraph: DraftParagraph): DraftParagraph {
  const content = tidyInlines(paragraph.content);
  const [only] = content;
  if (content.length !== 1 || only?.kind !== 'span' || only.isKept) return { ...paragraph, content };
  const { attributes } = only;
  const isTaken = hasCommonName(attributes, paragraph.direction);
  if (isTaken || !isDirectable(attributes)) return { ...paragraph, content };
  return tidyParagraph({
    ...paragraph,
    direction: { ...paragraph.direction, ...attributes },
    content: only.children,
  });
}

/** The same for what is no paragraph. */
export function tidyInlines(content: readonly DraftInline[]): readonly DraftInline[] {
  return content.flatMap((node) => {
    if (node.kind !== 'span') return [node];
    const tidied = tidySpan(node);
    if (tidied.children.length === 0) return [];
    return isBare(tidied.attributes) ? tidied.children : [tidied];
  });
}

function tidySpan(span: DraftSpan): DraftSpan {
  const children = tidyInlines(span.children);
  const [only] = children;
  const isMergeable =
    children.length === 1 &&
    only?.kind === 'span' &&
    !only.isKept &&
    only.attributes.isLaughing === undefined &&
    span.attributes.isLaughing === undefined &&
    !hasCommonName(span.attributes, only.attributes);
  if (!isMergeable) return { ...span, children };
  return { ...span, attributes: { ...span.attributes, ...only.attributes }, children: only.children };
}

function isBare(attributes: SpanAttributes): boolean {
  return Object.keys(attributes).length === 0;
}

function hasCommonName(left: SpanAttributes, right: SpanAttributes): boolean {
  return Object.keys(left).some((name) => name in right);
}

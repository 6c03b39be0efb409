import type { DraftBuilder } from '../draft/draftBuilder.ts';
import type { SpanAttributes } from '../draft/draft.ts';

export interface InlineTarget {
  readonly builder: DraftBuilder;
  /** A comment stands here. */
  comment(index: number): void;
}

/** A line with Fountain's emphasis: `*italic*`, `**bold**`, `***both***`, `_underlined_`, and escapes of these. */
export function writeInline(line: string, target: InlineTarget): void {
  let position = 0;
  for (const match of line.matchAll(pattern)) {
    target.builder.text(line.slice(position, match.index));
    position = match.index + match[0].length;
    const { comment, escaped, mark, inner } = match.groups ?? {};
    if (comment !== undefined) target.comment(Number(comment));
    else if (escaped !== undefined) target.builder.text(escaped);
    else if (inner !== undefined) {
      target.builder.span({ attributes: manners.get(mark ?? '') ?? {} }, () => {
        writeInline(inner, target);
      });
    }
  }
  target.builder.text(line.slice(position));
}

/** Emphasis is at most this long, which bounds the search for its end. */
const pattern =
  /\ufffc(?<comment>\d+)\ufffc|\\(?<escaped>[*_\\])|(?<mark>\*{1,3}|_)(?=[^\s*_])(?<inner>[^\n]{0,500}?(?<![\s*\\]))\k<mark>(?!\*)/g;

const manners: ReadonlyMap<string, SpanAttributes> = new Map<string, SpanAttributes>([
  ['*', { emphasis: 'moderate' }],
  ['_', { emphasis: 'moderate' }],
  ['**', { emphasis: 'strong' }],
  ['***', { emphasis: 'strong' }],
]);

import type { TextRange } from '../../text/textRange.ts';
import type { SpanName, SpanOpen, UnknownTag } from '../tree/tree.ts';
import { isForeignElement } from '../vocabulary/foreignElements.ts';
import { nearSpanTags } from '../vocabulary/nearMisses.ts';
import { code, skipSpace } from './characters.ts';
import { certainParts, sortParts } from './pointTag.ts';
import { readElementName, readTagParts, type TagParts } from './tagParts.ts';

export interface FoundOpen extends TextRange {
  readonly kind: 'open';
  readonly name: SpanName;
  readonly open: SpanOpen;
}

export interface FoundClose extends TextRange {
  readonly kind: 'close';
  readonly name: SpanName;
}

/** Reads `<name ...>` from its bracket on; null where it is text. */
export function readSpanOpen(text: string, start: number, end: number): FoundOpen | UnknownTag | null {
  const tag = readTagParts(text, start + 1, { closer: code.greater, end });
  if (tag === null) return null;
  const { name, nameRange, isClosed } = tag;
  if (!isSpanName(name)) {
    if (!isClosed || !isUnknownTag(name)) return null;
    return {
      kind: 'unknownTag',
      form: 'open',
      name,
      nameRange,
      startOffset: start,
      endOffset: tag.endOffset,
    };
  }
  const open = toSpanOpen(tag, start);
  return { kind: 'open', name, open, startOffset: start, endOffset: open.endOffset };
}

/** Reads `</name>` from its bracket on. */
export function readSpanClose(text: string, start: number, end: number): FoundClose | UnknownTag | null {
  const nameStart = start + 2;
  const nameEnd = readElementName(text, nameStart, end);
  const bracket = skipSpace(text, nameEnd, end);
  if (nameEnd === nameStart || bracket >= end || text.charCodeAt(bracket) !== code.greater) return null;
  const name = text.slice(nameStart, nameEnd);
  const range = { startOffset: start, endOffset: bracket + 1 };
  if (isSpanName(name)) return { kind: 'close', name, ...range };
  if (!isUnknownTag(name)) return null;
  const nameRange = { startOffset: nameStart, endOffset: nameEnd };
  return { kind: 'unknownTag', form: 'close', name, nameRange, ...range };
}

/** A word in angle brackets that is meant as a tag, and is none. */
function isUnknownTag(name: string): boolean {
  return isForeignElement(name) || nearSpanTags(name).length > 0;
}

function isSpanName(name: string): name is SpanName {
  return name === 'strong' || name === 'emphasis' || name === 'laughter' || name === 'say';
}

/** Without its bracket, the tag has the attributes right behind its name. */
function toSpanOpen({ nameRange, parts, isClosed, endOffset }: TagParts, startOffset: number): SpanOpen {
  const base = { form: 'tag', nameRange, startOffset, isClosed } as const;
  if (isClosed) return { ...base, ...sortParts(parts), endOffset };
  const attributes = certainParts(parts).map(({ attribute }) => attribute);
  return { ...base, attributes, junk: [], endOffset: attributes.at(-1)?.endOffset ?? nameRange.endOffset };
}

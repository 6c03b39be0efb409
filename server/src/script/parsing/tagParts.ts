import type { TextRange } from '../../text/textRange.ts';
import type { Attribute, AttributeValue } from '../tree/tree.ts';
import { code, isCommentStart, isNameUnit, isSpace, skipSpace, isAsciiLetter } from './characters.ts';

/** What stands between the brackets of a tag, `[name ...]` or `<name ...>`. */
export interface TagParts extends TextRange {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly parts: readonly TagPart[];
  /** Whether the closing bracket is there; without it, the range ends where reading stopped. */
  readonly isClosed: boolean;
}

export type TagPart =
  | { readonly kind: 'attribute'; readonly attribute: Attribute }
  /** A value without a name, or a name without a value. */
  | { readonly kind: 'bare'; readonly range: TextRange; readonly value: AttributeValue };

/**
 * Reads a tag whose name begins at `nameStart`; null where there is no name, or where it is followed by what no tag has
 * there. Brackets and comments end it, so that what is read twice is read twice only.
 */
export function readTagParts(text: string, nameStart: number, limits: TagLimits): TagParts | null {
  const isElement = limits.closer === code.greater;
  const nameEnd = (isElement ? readElementName : readName)(text, nameStart, limits.end);
  if (nameEnd === nameStart) return null;
  const after = text.charCodeAt(nameEnd);
  const isEndOfName =
    nameEnd >= limits.end || isSpace(after) || after === limits.closer || after === code.slash;
  if (!isEndOfName) return null;
  const parts: TagPart[] = [];
  const nameRange = { startOffset: nameStart, endOffset: nameEnd };
  const base = { name: text.slice(nameStart, nameEnd), nameRange, parts, startOffset: nameStart };
  let position = nameEnd;
  for (;;) {
    position = skipSpace(text, position, limits.end);
    if (position >= limits.end) return { ...base, isClosed: false, endOffset: position };
    const unit = text.charCodeAt(position);
    if (unit === limits.closer) return { ...base, isClosed: true, endOffset: position + 1 };
    const part = readPart(text, position, limits.end);
    if (part === null) return { ...base, isClosed: false, endOffset: position };
    parts.push(part);
    position = part.kind === 'attribute' ? part.attribute.endOffset : part.range.endOffset;
  }
}

export interface TagLimits {
  /** The code of the closing bracket. */
  readonly closer: number;
  readonly end: number;
}

/** @returns where the name that begins at `start` ends; `start` where none does */
export function readName(text: string, start: number, end: number): number {
  if (start >= end || !isAsciiLetter(text.charCodeAt(start))) return start;
  let position = start + 1;
  while (position < end && isNameUnit(text.charCodeAt(position))) position++;
  return position;
}

/** The same with a prefix, as elements of other tools have it: `amazon:effect`. */
export function readElementName(text: string, start: number, end: number): number {
  const prefixEnd = readName(text, start, end);
  if (prefixEnd === start || prefixEnd >= end || text.charCodeAt(prefixEnd) !== code.colon) return prefixEnd;
  const nameEnd = readName(text, prefixEnd + 1, end);
  return nameEnd === prefixEnd + 1 ? prefixEnd : nameEnd;
}

function readPart(text: string, start: number, end: number): TagPart | null {
  const unit = text.charCodeAt(start);
  if (isBracket(unit)) return null;
  if (isQuote(unit)) return readQuotedPart(text, start, end);
  const nameEnd = readName(text, start, end);
  const equals = nameEnd > start ? skipSpace(text, nameEnd, end) : end;
  if (equals < end && text.charCodeAt(equals) === code.equals) {
    const value = readValue(text, skipSpace(text, equals + 1, end), end) ?? emptyValue(equals + 1);
    if (value === 'unclosed') return null;
    const nameRange = { startOffset: start, endOffset: nameEnd };
    const endOffset = value.endOffset + (value.isQuoted ? 1 : 0);
    const name = text.slice(start, nameEnd);
    return { kind: 'attribute', attribute: { startOffset: start, endOffset, name, nameRange, value } };
  }
  const endOffset = readWord(text, start, end);
  const range = { startOffset: start, endOffset };
  return { kind: 'bare', range, value: { ...range, text: text.slice(start, endOffset), isQuoted: false } };
}

function readQuotedPart(text: string, start: number, end: number): TagPart | null {
  const value = readValue(text, start, end);
  if (value === null || value === 'unclosed') return null;
  return { kind: 'bare', range: { startOffset: start, endOffset: value.endOffset + 1 }, value };
}

/** Null where no value begins. */
function readValue(text: string, start: number, end: number): AttributeValue | 'unclosed' | null {
  if (start >= end) return null;
  const quote = text.charCodeAt(start);
  if (!isQuote(quote)) {
    const endOffset = readWord(text, start, end);
    if (endOffset === start) return null;
    return { startOffset: start, endOffset, text: text.slice(start, endOffset), isQuoted: false };
  }
  for (let position = start + 1; position < end; position++) {
    const unit = text.charCodeAt(position);
    if (unit === code.less && isCommentStart(text, position)) return 'unclosed';
    if (unit === quote) {
      const value = text.slice(start + 1, position);
      return { startOffset: start + 1, endOffset: position, text: value, isQuoted: true };
    }
  }
  return 'unclosed';
}

function emptyValue(offset: number): AttributeValue {
  return { startOffset: offset, endOffset: offset, text: '', isQuoted: false };
}

/**
 * Up to white space, a bracket or a quote. A quote always opens or closes a value: were it part of a word too, tags could
 * be made that each read the whole text before they fail.
 */
function readWord(text: string, start: number, end: number): number {
  let position = start;
  while (position < end) {
    const unit = text.charCodeAt(position);
    if (isSpace(unit) || isBracket(unit) || isQuote(unit)) break;
    // Of an element that closes itself, `<say rate=slow/>`.
    if (unit === code.slash && position > start && text.charCodeAt(position + 1) === code.greater) break;
    position++;
  }
  return position;
}

function isBracket(unit: number): boolean {
  return (
    unit === code.leftBracket || unit === code.rightBracket || unit === code.less || unit === code.greater
  );
}

function isQuote(unit: number): boolean {
  return unit === code.doubleQuote || unit === code.apostrophe;
}

import { abbreviations, alsoWords, sentenceStarters } from './abbreviations.ts';
import type { TextRange } from './textRange.ts';

/** A sentence with the white space after it. */
export interface Sentence extends TextRange {
  /** A blank line, or the text, ends with it. */
  readonly endsParagraph: boolean;
  /** A line without a closing mark ends with it: a list item, a heading, a verse. */
  readonly endsLine: boolean;
}

/**
 * The sentences of a text in any language, in order. Together they cover the text; white space belongs to the sentence
 * before it, at the very start to the first. Abbreviations, initials, decimals and ellipses do not end a sentence,
 * quotes and brackets after its last mark belong to it. Lines wrapped inside a paragraph are joined.
 *
 * @param language  BCP-47; one the platform does not know is treated as unknown
 */
export function splitSentences(text: string, language: string): Sentence[] {
  return [...readSentences(text, language)];
}

/** The same as {@link splitSentences}, one by one: nothing beyond the sentence's window is read before it is asked for. */
export function* readSentences(text: string, language: string): Generator<Sentence> {
  const segmenter = createSegmenter(language);
  for (const paragraph of readParagraphs(text)) {
    let pending: TextRange | undefined;
    for (const range of readSegments(text, paragraph, segmenter)) {
      if (pending !== undefined && continues(text, pending, range)) {
        pending = { startOffset: pending.startOffset, endOffset: range.endOffset };
        continue;
      }
      if (pending !== undefined) yield { ...pending, endsParagraph: false, endsLine: isLine(text, pending) };
      pending = range;
    }
    if (pending !== undefined) yield { ...pending, endsParagraph: true, endsLine: true };
  }
}

/** Longest stretch given to the segmenter at once; a sentence that does not end within it is cut there. */
const windowCharacters = 8192;
/** How far back from a window's end white space is looked for. */
const windowTailCharacters = 2048;
const blankLine = /\n[ \t\r\u00A0]*\n\s*/gu;
/** A list item, heading or quote begins a line of its own. */
const lineMark = /^[ \t]*(?:[-*+•‣>|#]|\d{1,3}[.)][ \t]|```)/u;
const heading = /^[ \t]*#{1,6}[ \t]/u;
/** A line at least this long was wrapped by its writer, not ended. */
const wrappedLineCharacters = 45;

function createSegmenter(language: string): Intl.Segmenter {
  const isKnown = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u.test(language);
  return new Intl.Segmenter(isKnown ? language : 'und', { granularity: 'sentence' });
}

/** Stretches that end with a blank line, white space included. */
function* readParagraphs(text: string): Generator<TextRange> {
  let startOffset = 0;
  for (const gap of text.matchAll(blankLine)) {
    const endOffset = gap.index + gap[0].length;
    if (text.slice(startOffset, gap.index).trim() === '') continue;
    yield { startOffset, endOffset };
    startOffset = endOffset;
  }
  if (startOffset < text.length) yield { startOffset, endOffset: text.length };
}

/** The segmenter's sentences of a paragraph; the white space around it goes to the first and the last. */
function* readSegments(text: string, paragraph: TextRange, segmenter: Intl.Segmenter): Generator<TextRange> {
  const contentEnd =
    paragraph.startOffset + text.slice(paragraph.startOffset, paragraph.endOffset).trimEnd().length;
  let startOffset = paragraph.startOffset;
  let windowStart = contentEnd - text.slice(startOffset, contentEnd).trimStart().length;
  while (windowStart < contentEnd) {
    const isLast = contentEnd - windowStart <= windowCharacters;
    const windowEnd = isLast ? contentEnd : cutOffset(text, windowStart);
    const segments = [...segmenter.segment(text.slice(windowStart, windowEnd))];
    // The window's last segment may go on after it: it is read again with what follows, unless it is all there is.
    const complete = isLast || segments.length === 1 ? segments : segments.slice(0, -1);
    for (const { segment } of complete) {
      windowStart += segment.length;
      const endOffset = windowStart === contentEnd ? paragraph.endOffset : windowStart;
      yield { startOffset, endOffset };
      startOffset = endOffset;
    }
  }
  if (startOffset < paragraph.endOffset) yield { startOffset, endOffset: paragraph.endOffset };
}

function isLine(text: string, range: TextRange): boolean {
  const tail = text.slice(Math.max(range.startOffset, range.endOffset - 120), range.endOffset);
  return /[^.!?。！？…”"’)\s]\s*\n\s*$/u.test(tail);
}

/** Where a window ends: after white space where there is some, else between two grapheme clusters. */
function cutOffset(text: string, startOffset: number): number {
  const window = text.slice(startOffset, startOffset + windowCharacters);
  const space = /\s(?=\S*$)/u.exec(window.slice(-windowTailCharacters));
  if (space !== null)
    return startOffset + window.length - Math.min(window.length, windowTailCharacters) + space.index + 1;
  const tailStart = window.length - 64;
  const clusters = [
    ...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(
      text.slice(startOffset + tailStart, startOffset + window.length + 64),
    ),
  ];
  const last = clusters.findLast(({ index }) => index > 0 && index <= 64);
  return startOffset + tailStart + (last?.index ?? 64);
}

/** Whether `next` belongs to the sentence that `left` began. */
function continues(text: string, left: TextRange, next: TextRange): boolean {
  // Closing marks without end would be one sentence, and what is cut out of one takes the square of its length.
  if (left.endOffset - left.startOffset >= windowCharacters) return false;
  const tail = text.slice(Math.max(left.startOffset, left.endOffset - 120), left.endOffset);
  const head = text.slice(next.startOffset, Math.min(next.endOffset, next.startOffset + 60));
  if (tail.trim() === '' || head.trim() === '') return true;
  if (/^\s*[”’"')\]»]+(?:\s|$)/u.test(head)) return true;
  if (/\n[ \t]*$/u.test(tail)) return isWrapped(text, left, head);
  if (/^["“‘'(]*\p{Ll}/u.test(head) && /[.!?…][”’"')]+\s*$/u.test(tail)) return true;
  if (/…["”’)]*\s*$|\.\.\.["”’)]*\s*$/u.test(tail)) return /^\p{Ll}/u.test(head);
  return isAfterAbbreviation(tail, head);
}

/** Whether a line break is only a wrapped line, by how the lines around it look. */
function isWrapped(text: string, left: TextRange, head: string): boolean {
  const lineStart = text.lastIndexOf('\n', left.endOffset - 2) + 1;
  const line = text.slice(Math.max(lineStart, left.startOffset, left.endOffset - 500), left.endOffset).trim();
  if (lineMark.test(head) || heading.test(line)) return false;
  if (/[.!?。！？…]["”’)\]]*$/u.test(line)) return isAfterAbbreviation(line, head);
  if (/[,;–—-]$/u.test(line) || /^\s*\p{Ll}/u.test(head)) return true;
  return line.length >= wrappedLineCharacters;
}

/** Whether the period that ends `tail` is an abbreviation's or an initial's, seen from the word that begins `head`. */
function isAfterAbbreviation(tail: string, head: string): boolean {
  const word = /(?:^|[\s(“"‘'[])(?<word>(?:\p{L}\.)+|[\p{L}\p{M}]{1,7}\.)\s*$/u.exec(tail)?.groups?.['word'];
  if (word === undefined) return false;
  const next = /^["“‘'([]*(?<word>[\p{L}\p{N}'’]+)/u.exec(head)?.groups?.['word'] ?? '';
  if (/^\p{L}\.$/u.test(word)) return isInitial(tail, word, next);
  if (/^(?:\p{L}\.){2,}$/u.test(word)) {
    return !/^[ap]\.m\.$/iu.test(word) && !sentenceStarters.has(next);
  }
  // "Gen. 1:1" is chapter and verse.
  if (/^\p{Lu}/u.test(word) && /^\s*\d{1,3}:\d/u.test(head)) return true;
  const entry = abbreviations.get(word.slice(0, -1).toLowerCase());
  if (entry === undefined) return /^(?:e\.g|i\.e)\.$/iu.test(word);
  if (entry.kind === 'title')
    return /^\p{Lu}/u.test(word) && (/^\p{Lu}/u.test(next) || next === '') && !isStreetEnd(tail, next);
  if (next === 'I' && alsoWords.has(word.slice(0, -1).toLowerCase())) return false;
  return entry.kind === 'number'
    ? /^\d/u.test(next) || (/^\p{Lu}/u.test(word) && /^[IVXLC]+$/u.test(next))
    : /^[\p{Ll}\p{N}]/u.test(next);
}

function isInitial(tail: string, word: string, next: string): boolean {
  if (!/^\p{Lu}/u.test(word) || !/^\p{Lu}/u.test(next) || sentenceStarters.has(next)) return false;
  return (
    !/\b(?:[Pp]lan|[Gg]rade|[Vv]itamin|[Tt]ype|[Pp]art|[Ss]ection|and|or|than|an|[Cc]lass)\s+\p{L}\.\s*$/u.test(
      tail,
    ) && word !== 'I.'
  );
}

/** `Main St. The` ends a sentence, `St. James` does not. */
function isStreetEnd(tail: string, next: string): boolean {
  return /\p{Lu}\p{Ll}+\s+(?:St|Dr)\.\s*$/u.test(tail) && sentenceStarters.has(next);
}

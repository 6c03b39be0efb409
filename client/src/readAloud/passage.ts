import type { Part, SourceText } from './sourceText.ts';

/** What one request reads: a stretch of a text, with what has to be sent so that it is understood. */
export interface Passage {
  /** What is sent. */
  readonly text: string;
  /** What is read of it: `[startOffset, endOffset)`. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Where what is of the source at one place begins; before it is what was put in front. */
  readonly bodyOffset: number;
  /** Added to an offset of `text`, from `bodyOffset` on, gives that of the source. */
  readonly shift: number;
}

/** Longer ones are read passage by passage: who looks for a link's address or a footnote needs all of a text. */
export const wholeLength = 300_000;
/** About an hour and a half of speech. */
export const passageLength = 100_000;

/**
 * The first passage of a part. A long text is cut at an empty line where one is near; a script's cast goes with each
 * passage, and so does the beginning of the block of code that it is in.
 */
export function createPassage({ source, startOffset, endOffset }: Part<SourceText>): Passage {
  const length = source.length();
  if (length <= wholeLength) {
    return { text: source.slice(0, length), startOffset, endOffset, bodyOffset: 0, shift: 0 };
  }
  const from = paragraphStart(source, startOffset);
  const to = passageEnd(source, startOffset, endOffset);
  const head = headOf(source, from);
  const shift = from - head.length;
  return {
    text: head + source.slice(from, to),
    startOffset: startOffset - shift,
    endOffset: to - shift,
    bodyOffset: head.length,
    shift,
  };
}

const nearby = 10_000;

function paragraphStart(source: SourceText, offset: number): number {
  const from = Math.max(0, offset - nearby);
  const before = source.slice(from, offset);
  return from + (behindLast(before, /\n[ \t]*\r?\n/g) ?? behindLast(before, /\n/g) ?? 0);
}

function passageEnd(source: SourceText, startOffset: number, endOffset: number): number {
  const limit = startOffset + passageLength;
  if (endOffset <= limit) return endOffset;
  const window = source.slice(limit - nearby, limit);
  const cut =
    behindLast(window, /\n[ \t]*\r?\n/g) ?? behindLast(window, /\n/g) ?? behindLast(window, /\s/g) ?? nearby;
  const isInsideCharacter = /[\ud800-\udbff]$/.test(window.slice(0, cut));
  return limit - nearby + cut - (isInsideCharacter ? 1 : 0);
}

function behindLast(text: string, pattern: RegExp): number | null {
  const last = [...text.matchAll(pattern)].at(-1);
  return last === undefined ? null : last.index + last[0].length;
}

/** What a passage that begins at an offset is not understood without. */
function headOf(source: SourceText, offset: number): string {
  if (source.languageId === 'aloud') return frontMatterBefore(source, offset);
  if (source.languageId === 'markdown') return fenceAround(source, offset);
  return '';
}

const longestFrontMatter = 50_000;

function frontMatterBefore(source: SourceText, offset: number): string {
  const found = /^---[ \t]*\r?\n[^]*?\n---[ \t]*\r?\n/.exec(
    source.slice(0, Math.min(offset, longestFrontMatter)),
  );
  return found?.[0] ?? '';
}

const scannedAtOnce = 1_000_000;
const fenceLine = /^[ \t]*(`{3,}|~{3,})(.*)$/gm;

/** The line that begins the block of code around an offset; empty outside of one. */
function fenceAround(source: SourceText, offset: number): string {
  let open: { readonly mark: string; readonly line: string } | null = null;
  for (let from = 0; from < offset;) {
    const slice = source.slice(from, Math.min(offset, from + scannedAtOnce));
    // Up to the last end of a line, so that no line is seen in halves.
    const end = from + slice.length < offset ? slice.lastIndexOf('\n') + 1 : slice.length;
    const scanned = end > 0 ? slice.slice(0, end) : slice;
    for (const [line, mark = '', rest = ''] of scanned.matchAll(fenceLine)) {
      if (open === null) {
        if (!(mark.startsWith('`') && rest.includes('`'))) open = { mark, line: `${line.trim()}\n` };
      } else if (mark.startsWith(open.mark) && rest.trim() === '') open = null;
    }
    from += scanned.length;
  }
  return open?.line ?? '';
}

import type { TextRange } from '../../text/textRange.ts';
import type { Inline, SpanName, SpanOpen } from '../tree/tree.ts';
import { code, commentEnd, isAsciiPunctuation, isCommentStart, isSpace } from './characters.ts';
import { nestEmphasis, readAsteriskRun, type AsteriskRun } from './emphasis.ts';
import { readPointTag } from './pointTag.ts';
import { readSpanClose, readSpanOpen, type FoundClose, type FoundOpen } from './spanTag.ts';

/**
 * What a stretch of text is made of. The nodes tile the range; their offsets are those of `text`. Reads each character
 * a bounded number of times, whatever the text.
 */
export function parseInlines(text: string, { startOffset, endOffset }: TextRange): Inline[] {
  const builder = new InlineBuilder();
  let textStart = startOffset;
  let position = startOffset;
  while (position < endOffset) {
    const unit = text.charCodeAt(position);
    if (!isSpecial(unit)) {
      position++;
      continue;
    }
    const found = readSpecial(text, position, { end: endOffset, builder });
    if (found === null) {
      position++;
      continue;
    }
    builder.addText(textStart, position);
    builder.addFound(found);
    position = found.endOffset;
    textStart = position;
  }
  builder.addText(textStart, endOffset);
  return builder.finish(endOffset);
}

/** Spans of tags nest at most this deep; what would open another is text. */
const deepestTags = 32;

type Found = Inline | AsteriskRun | FoundOpen | FoundClose;

interface Surroundings {
  readonly end: number;
  readonly builder: InlineBuilder;
}

function isSpecial(unit: number): boolean {
  return unit === code.less || unit === code.leftBracket || unit === code.asterisk || unit === code.backslash;
}

function readSpecial(text: string, start: number, { end, builder }: Surroundings): Found | null {
  switch (text.charCodeAt(start)) {
    case code.asterisk:
      return readAsteriskRun(text, start, end);
    case code.leftBracket:
      return readPointTag(text, start, end);
    case code.backslash: {
      const isEscape = start + 1 < end && isAsciiPunctuation(text.charCodeAt(start + 1));
      return isEscape ? { kind: 'escape', startOffset: start, endOffset: start + 2 } : null;
    }
    default:
      return readAngle(text, start, { end, builder });
  }
}

function readAngle(text: string, start: number, { end, builder }: Surroundings): Found | null {
  if (isCommentStart(text, start)) {
    const found = commentEnd(text, start);
    const isClosed = found !== -1 && found <= end;
    return { kind: 'comment', startOffset: start, endOffset: isClosed ? found : end, isClosed };
  }
  const next = text.charCodeAt(start + 1);
  if (start + 1 >= end || isSpace(next)) return null;
  if (next === code.slash) return readSpanClose(text, start, end);
  return builder.depth < deepestTags ? readSpanOpen(text, start, end) : null;
}

interface Frame {
  readonly open: SpanOpen | null;
  readonly name: SpanName | null;
  readonly items: (Inline | AsteriskRun)[];
  hasAsterisks: boolean;
}

/** Nests spans of tags; those of asterisks are found inside of each when it ends. */
class InlineBuilder {
  readonly #frames: Frame[] = [{ open: null, name: null, items: [], hasAsterisks: false }];

  get depth(): number {
    return this.#frames.length - 1;
  }

  addText(startOffset: number, endOffset: number): void {
    if (endOffset > startOffset) this.#top.items.push({ kind: 'text', startOffset, endOffset });
  }

  addFound(found: Found): void {
    if (found.kind === 'open') {
      this.#frames.push({ open: found.open, name: found.name, items: [], hasAsterisks: false });
    } else if (found.kind === 'close') {
      this.#close(found.name, { startOffset: found.startOffset, endOffset: found.endOffset });
    } else {
      if (found.kind === 'asterisks') this.#top.hasAsterisks = true;
      this.#top.items.push(found);
    }
  }

  /** @param endOffset  where spans end that are still open */
  finish(endOffset: number): Inline[] {
    while (this.depth > 0) this.#endSpan(endOffset, null);
    return contentOf(this.#top);
  }

  get #top(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new RangeError('The outermost frame was closed.');
    return frame;
  }

  #close(name: SpanName, range: TextRange): void {
    const opened = this.#frames.findLastIndex((frame) => frame.name === name);
    if (opened === -1) {
      this.#top.items.push({ kind: 'strayClose', name, ...range });
      return;
    }
    while (this.depth > opened) this.#endSpan(range.startOffset, null);
    this.#endSpan(range.endOffset, range);
  }

  #endSpan(endOffset: number, close: TextRange | null): void {
    const frame = this.#top;
    const { open, name } = frame;
    if (open === null || name === null) return;
    this.#frames.pop();
    const { startOffset } = open;
    this.#top.items.push({
      kind: 'span',
      name,
      startOffset,
      endOffset,
      open,
      children: contentOf(frame),
      close,
    });
  }
}

/** Neighboring texts, left by asterisks that pair with none, become one. */
function contentOf({ items, hasAsterisks }: Frame): Inline[] {
  return hasAsterisks ? nestEmphasis(items) : (items as Inline[]);
}

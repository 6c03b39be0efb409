import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { placeWords } from '../../text/placeWords.ts';
import { holdCues, type SubtitleCue } from './holdCues.ts';
import { breakLines, endsOpen, lineStarts, lineWidth, textWidth } from './subtitleLines.ts';

/**
 * What was said, as subtitles that can be read: at most two lines of 42 columns, and seven seconds. A longer segment is
 * cut at the end of a sentence, else of a clause, else of a word; by the times of its words where it has them, else in
 * proportion. It stays until it was read where nobody speaks meanwhile. What has no text is not shown.
 */
export function toSubtitleCues(segments: readonly TranscriptSegment[]): SubtitleCue[] {
  const cues = segments.flatMap((segment) => {
    const text = segment.text.trim().replace(/\s+/gu, ' ');
    return text === '' ? [] : cutSegment({ ...segment, text });
  });
  return holdCues(cues);
}

const longestCueMs = 7000;

/** The smallest piece that a subtitle is made of. */
interface Piece {
  /** With the space after it. */
  readonly text: string;
  /** In columns, without that space and with it. */
  readonly width: number;
  readonly fullWidth: number;
  readonly startMs: number;
  readonly endMs: number;
}

function cutSegment(segment: TranscriptSegment): SubtitleCue[] {
  const pieces = timePieces(segment);
  const ends = cutPieces(pieces);
  return ends.map((end, index) => {
    const shown = pieces.slice(ends[index - 1] ?? 0, end);
    const text = shown.map((piece) => piece.text).join('');
    return {
      startMs: shown[0]?.startMs ?? segment.startMs,
      endMs: shown.at(-1)?.endMs ?? segment.endMs,
      lines: breakLines(text.trim()),
    };
  });
}

/** Of a subtitle: fewer are better. */
const cueCost = 10;
/** Of one that is gone before it is read. */
const briefCost = 6;
const briefMs = 1000;

/**
 * The cheapest way to cut, as the index after the last piece of each subtitle. A piece that is too long for a subtitle
 * has one of its own.
 */
function cutPieces(pieces: readonly Piece[]): number[] {
  const cheapest: { readonly cost: number; readonly from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= pieces.length; end += 1) {
    let best = { cost: Infinity, from: end - 1 };
    const ending = end === pieces.length ? 0 : endingCost(pieces[end - 1], pieces[end]);
    for (const { from, durationMs } of possibleStarts(pieces, end)) {
      const brief = durationMs < briefMs ? briefCost : 0;
      const cost = (cheapest[from]?.cost ?? 0) + cueCost + ending + brief;
      if (cost < best.cost) best = { cost, from };
    }
    cheapest.push(best);
  }
  const ends: number[] = [];
  for (let end = pieces.length; end > 0; end = cheapest[end]?.from ?? 0) ends.unshift(end);
  return ends;
}

/** Where a subtitle that ends before `end` may begin, the shortest first. */
function* possibleStarts(
  pieces: readonly Piece[],
  end: number,
): Generator<{ readonly from: number; readonly durationMs: number }> {
  const endMs = pieces[end - 1]?.endMs ?? 0;
  let lineCount = 1;
  let width = 0;
  for (let from = end - 1; from >= 0; from -= 1) {
    const piece = pieces[from];
    if (piece === undefined) return;
    const durationMs = endMs - piece.startMs;
    const isLineStart = width === 0 || width + piece.fullWidth > lineWidth;
    if (width > 0 && isLineStart) lineCount += 1;
    if (from < end - 1 && (lineCount > 2 || durationMs > longestCueMs)) return;
    width = isLineStart ? piece.width : width + piece.fullWidth;
    yield { from, durationMs };
  }
}

/** A silence that is heard. */
const pauseMs = 300;

function endingCost(last: Piece | undefined, next: Piece | undefined): number {
  const written = last?.text ?? '';
  if (/[.!?…。！？][”’"')\]»」』）]*\s*$/u.test(written)) return 0;
  if (/[,;:，、；：—–][”’"')\]»」』）]*\s*$/u.test(written)) return 2;
  if ((next?.startMs ?? 0) - (last?.endMs ?? 0) >= pauseMs) return 3;
  return endsOpen(written) ? 7 : 5;
}

/** The pieces of a segment one after the other; none is before the segment, after it or before the one before. */
function timePieces({ text, words, startMs, endMs }: TranscriptSegment): Piece[] {
  const placed = words === null || words.length === 0 ? null : placeWords(text, words);
  const starts =
    placed === null
      ? [0, ...lineStarts(text)]
      : placed.map(({ startOffset }, index) => {
          const before = placed[index - 1];
          return before === undefined ? 0 : pieceStart(text, before.endOffset, startOffset);
        });
  const totalWidth = textWidth(text);
  let passedWidth = 0;
  let passedMs = startMs;
  return starts.map((start, index) => {
    const isLast = index === starts.length - 1;
    const written = text.slice(start, starts[index + 1]);
    const fullWidth = textWidth(written);
    const share = (columns: number): number => startMs + ((endMs - startMs) * columns) / totalWidth;
    const word = placed?.[index]?.word;
    const wishedStart = index === 0 ? startMs : (word?.startMs ?? share(passedWidth));
    const wishedEnd = isLast ? endMs : (word?.endMs ?? share(passedWidth + fullWidth));
    const from = clamp(wishedStart, passedMs, endMs);
    const to = clamp(wishedEnd, from, endMs);
    passedWidth += fullWidth;
    passedMs = to;
    return { text: written, width: textWidth(written.trimEnd()), fullWidth, startMs: from, endMs: to };
  });
}

/** Closing marks belong to the word before them, opening ones to the word after. */
function pieceStart(text: string, endOffset: number, startOffset: number): number {
  const between = text.slice(endOffset, startOffset);
  const opening = /(?:(?<=\s)\S*|[\p{Ps}\p{Pi}]*)$/u.exec(between)?.[0] ?? '';
  return startOffset - opening.length;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

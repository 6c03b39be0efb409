import type { TextRange } from '../../text/textRange.ts';
import type { PlanPoint, PlanSpan, SourceMapping } from './plan.ts';

/** What a span says of its part, before it is known where in an utterance the part is. */
export type SpanContent = Omit<PlanSpan, 'startOffset' | 'endOffset'>;

/** A point, before its place is known. */
export type PointContent = WithoutOffset<PlanPoint>;

type WithoutOffset<Point> = Point extends unknown ? Omit<Point, 'offset'> : never;

/** The text of an utterance with all that is at places in it. */
export interface DraftedText {
  readonly text: string;
  readonly spans: readonly PlanSpan[];
  readonly points: readonly PlanPoint[];
  /** From the first character that was written to the last, points included. */
  readonly source: TextRange;
  readonly sourceMap: readonly SourceMapping[];
}

/**
 * Text being put together for one utterance. White space is one space, and none at the ends; spans begin and end at
 * what is not white space; a point stands before the space at its place.
 */
export interface UtteranceDraft {
  /** @param sourceStart  where the text stands in the source, character by character; null: nowhere */
  write(text: string, sourceStart: number | null): void;
  /** What follows is another word. */
  breakWord(): void;
  /** Words in place of what the source has. */
  replace(text: string, source: TextRange): void;
  open(span: SpanContent): void;
  /** Ends the innermost span. */
  close(): void;
  point(point: PointContent): void;
  /** What was written since the last time; null where that is nothing. Open spans go on in what follows. */
  take(): DraftedText | null;
}

/** White space that may stand for any other; a no-break space may not. */
const blank = '[\\t\\n\\v\\f\\r \\u0085\\u1680\\u2000-\\u200A\\u2028\\u2029\\u205F\\u3000\\uFEFF]';
/** Words with one plain space between them, or white space. */
const piece = new RegExp(`[^${blank.slice(1)}+(?: [^${blank.slice(1)}+)*|${blank}+`, 'gu');
const isBlank = new RegExp(`^${blank}`, 'u');
const wordEnd = /[\p{L}\p{M}\p{N}]$/u;

export function createUtteranceDraft(): UtteranceDraft {
  let state = emptyState();

  const append = (words: string, sourceStart: number | null, replaced: TextRange | null): void => {
    if (state.space !== null) appendSpace(state, state.space);
    for (const record of state.openRecords) record.startOffset ??= state.text.length;
    if (replaced !== null) addReplacement(state, words.length, replaced);
    else if (sourceStart !== null) addCopy(state, words.length, sourceStart);
    state.text += words;
  };

  return {
    write(text, sourceStart) {
      for (const { 0: part, index } of text.matchAll(piece)) {
        const partStart = sourceStart === null ? null : sourceStart + index;
        if (!isBlank.test(part)) append(part, partStart, null);
        else if (state.text !== '') {
          state.space ??= { sourceStart: part.startsWith(' ') ? partStart : null };
        }
      }
    },
    breakWord() {
      if (wordEnd.test(state.text)) state.space ??= { sourceStart: null };
    },
    replace(text, source) {
      const words =
        text
          .match(piece)
          ?.filter((part) => !isBlank.test(part))
          .join(' ') ?? '';
      if (words === '') return;
      append(words, null, source);
    },
    open(span) {
      addRecord(state, span);
    },
    close() {
      const record = state.openRecords.pop();
      if (record !== undefined) record.endOffset = state.text.length;
    },
    point(point) {
      state.points.push({ ...point, offset: state.text.length });
      extend(state, point.source);
    },
    take() {
      const taken = state;
      state = emptyState();
      for (const { content } of taken.openRecords) addRecord(state, content);
      return toDraftedText(taken);
    },
  };
}

interface DraftState {
  text: string;
  /** White space that is written once something follows it. */
  space: { readonly sourceStart: number | null } | null;
  readonly records: SpanRecord[];
  readonly openRecords: SpanRecord[];
  readonly points: PlanPoint[];
  readonly sourceMap: SourceMapping[];
  sourceStart: number;
  sourceEnd: number;
}

interface SpanRecord {
  readonly content: SpanContent;
  /** Null while nothing of it is written. */
  startOffset: number | null;
  /** Null while it is open. */
  endOffset: number | null;
}

function emptyState(): DraftState {
  return {
    text: '',
    space: null,
    records: [],
    openRecords: [],
    points: [],
    sourceMap: [],
    sourceStart: Number.POSITIVE_INFINITY,
    sourceEnd: 0,
  };
}

function addRecord(state: DraftState, content: SpanContent): void {
  const record: SpanRecord = { content, startOffset: null, endOffset: null };
  state.records.push(record);
  state.openRecords.push(record);
}

function appendSpace(state: DraftState, space: { readonly sourceStart: number | null }): void {
  if (space.sourceStart !== null) addCopy(state, 1, space.sourceStart);
  state.text += ' ';
  state.space = null;
}

function addCopy(state: DraftState, length: number, sourceStart: number): void {
  extend(state, { startOffset: sourceStart, endOffset: sourceStart + length });
  const last = state.sourceMap.at(-1);
  const follows =
    last !== undefined &&
    last.isReplacement !== true &&
    last.textStart + last.textLength === state.text.length &&
    last.sourceStart + last.sourceLength === sourceStart;
  if (!follows) {
    const textStart = state.text.length;
    state.sourceMap.push({ textStart, textLength: length, sourceStart, sourceLength: length });
    return;
  }
  const joined = last.textLength + length;
  state.sourceMap[state.sourceMap.length - 1] = { ...last, textLength: joined, sourceLength: joined };
}

function addReplacement(state: DraftState, textLength: number, source: TextRange): void {
  extend(state, source);
  state.sourceMap.push({
    textStart: state.text.length,
    textLength,
    sourceStart: source.startOffset,
    sourceLength: source.endOffset - source.startOffset,
    isReplacement: true,
  });
}

function extend(state: DraftState, source: TextRange): void {
  state.sourceStart = Math.min(state.sourceStart, source.startOffset);
  state.sourceEnd = Math.max(state.sourceEnd, source.endOffset);
}

function toDraftedText(state: DraftState): DraftedText | null {
  const { text, points, sourceMap } = state;
  if (text === '' && points.length === 0) return null;
  const startOffset = Number.isFinite(state.sourceStart) ? state.sourceStart : 0;
  const spans = state.records.flatMap(({ content, startOffset: start, endOffset }): PlanSpan[] => {
    const end = endOffset ?? text.length;
    return start === null || end <= start ? [] : [{ startOffset: start, endOffset: end, ...content }];
  });
  return { text, spans, points, source: { startOffset, endOffset: state.sourceEnd }, sourceMap };
}

import { defaultClauseLimits, readClauses, type ClauseUnit } from '../text/clauses.ts';
import type { TextRange } from '../text/textRange.ts';

/** A stretch of text that is synthesized at once. */
export interface SpeechUnit extends TextRange {
  readonly breakAfter: ClauseUnit['breakAfter'];
  /** Silence between the last sound of this unit and the first of the next, at the voice's own rate. */
  readonly pauseMs: number;
}

/**
 * What the trimmed ends of two units leave to be filled: readers of English pause about 0.2 s at a comma, 0.5 s after
 * a sentence and 0.9 s after a paragraph, of which the faded ends are 0.04 s.
 */
const pausesMs: Readonly<Record<ClauseUnit['breakAfter'], number>> = {
  none: 40,
  clause: 170,
  sentence: 420,
  paragraph: 770,
};

/** @param language  BCP-47; absent: unknown */
export function* toSpeechUnits(
  text: string,
  language = 'und',
  limits = defaultClauseLimits,
): Generator<SpeechUnit> {
  for (const { startOffset, endOffset, breakAfter } of readClauses(text, language, limits)) {
    yield { startOffset, endOffset, breakAfter, pauseMs: pausesMs[breakAfter] };
  }
}

/** Joins units so that none ends within one of the ranges. */
export function* keepWhole(
  units: Iterable<SpeechUnit>,
  ranges: readonly TextRange[],
): Generator<SpeechUnit, void, undefined> {
  let open: SpeechUnit | null = null;
  for (const unit of units) {
    open = open === null ? unit : { ...unit, startOffset: open.startOffset };
    const { endOffset } = open;
    if (ranges.some((range) => range.startOffset < endOffset && range.endOffset > endOffset)) continue;
    yield open;
    open = null;
  }
  if (open !== null) yield open;
}

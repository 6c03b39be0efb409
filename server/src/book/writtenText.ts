import type { PlanUtterance } from '../script/lowering/plan.ts';
import type { TextRange } from '../text/textRange.ts';

/** What an utterance says, as its author wrote it, and where in it a stretch of the source stands. */
export interface WrittenText {
  readonly text: string;
  /** @returns null for what is not of this utterance */
  rangeOf(source: TextRange): TextRange | null;
}

/**
 * The text of an utterance for somebody who reads it: where words are said for others, as an alias or an entry of the
 * lexicon has it, the others. What stands for markup, as "code block" does, stays as it is said.
 *
 * @param source  what the plan was made from
 */
export function toWrittenText(
  { text, sourceMap }: Pick<PlanUtterance, 'text' | 'sourceMap'>,
  source: string,
): WrittenText {
  const pieces: Piece[] = [];
  let written = '';
  let textOffset = 0;
  for (const { textStart, textLength, sourceStart, sourceLength, isReplacement } of sourceMap) {
    written += text.slice(textOffset, textStart);
    const said = text.slice(textStart, textStart + textLength);
    const original = source.slice(sourceStart, sourceStart + sourceLength);
    const shown = isReplacement === true && !markup.test(original) ? original : said;
    pieces.push({
      sourceStart,
      sourceEnd: sourceStart + sourceLength,
      writtenStart: written.length,
      writtenLength: shown.length,
      isWhole: isReplacement === true,
    });
    written += shown;
    textOffset = textStart + textLength;
  }
  return {
    text: written + text.slice(textOffset),
    rangeOf: ({ startOffset, endOffset }) => {
      const touched = pieces.filter(
        (piece) => piece.sourceStart < endOffset && piece.sourceEnd > startOffset,
      );
      const [first] = touched;
      const last = touched.at(-1);
      if (first === undefined || last === undefined) return null;
      const start = first.isWhole ? 0 : Math.max(0, startOffset - first.sourceStart);
      const end = last.isWhole
        ? last.writtenLength
        : Math.min(last.writtenLength, endOffset - last.sourceStart);
      return { startOffset: first.writtenStart + start, endOffset: last.writtenStart + end };
    },
  };
}

interface Piece {
  readonly sourceStart: number;
  readonly sourceEnd: number;
  readonly writtenStart: number;
  readonly writtenLength: number;
  /** It cannot be divided: one stands for the other. */
  readonly isWhole: boolean;
}

const markup = /[\\<>`*_[\]{}#|~\n]|&#?\w+;/u;

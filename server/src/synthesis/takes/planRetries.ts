import type { MisheardToken } from '../../text/findDivergence.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { Retry } from '../synthesizer.ts';

/** A take that was heard. */
export interface TriedTake {
  readonly retries: readonly Retry[];
  readonly misheard: readonly MisheardToken[];
}

/**
 * What the next take says another way: each word that was never heard right, in a way in which it was not said yet. A
 * word that was heard right in some take is said as there, so that the takes add up. The last one, of three or more,
 * tries nothing new, but puts together how each word was heard best, unless a take did that before.
 *
 * @param takes  of the same text, in the order in which they were made
 * @returns      in the order of the text; empty: nothing was misheard, or it is not known where
 */
export function planRetries(takes: readonly TriedTake[], isLast: boolean): Retry[] {
  const words = misheardWords(takes).map((word) => ({ word, tries: triesOf(word, takes) }));
  const choose = (pick: (tries: readonly Try[]) => number): Retry[] =>
    words.flatMap(({ word, tries }) => {
      const tryIndex = pick(tries);
      return tryIndex === 0 ? [] : [{ ...word, tryIndex }];
    });
  if (isLast && takes.length > 1) {
    const together = choose((tries) => bestOf(tries).tryIndex);
    if (!takes.some(({ retries }) => isSame(retries, together))) return together;
  }
  return choose((tries) => {
    const best = bestOf(tries);
    return best.letterErrorRate === null
      ? best.tryIndex
      : Math.max(...tries.map(({ tryIndex }) => tryIndex)) + 1;
  });
}

interface Try {
  readonly tryIndex: number;
  /** Null: it was heard right. */
  readonly letterErrorRate: number | null;
}

function misheardWords(takes: readonly TriedTake[]): TextRange[] {
  const words = new Map(
    takes.flatMap(({ misheard }) =>
      misheard.map(({ startOffset, endOffset }) => [startOffset, { startOffset, endOffset }] as const),
    ),
  );
  return [...words.values()].sort((left, right) => left.startOffset - right.startOffset);
}

function triesOf({ startOffset }: TextRange, takes: readonly TriedTake[]): Try[] {
  return takes.map(({ retries, misheard }) => ({
    tryIndex: retries.find((retry) => retry.startOffset === startOffset)?.tryIndex ?? 0,
    letterErrorRate: misheard.find((word) => word.startOffset === startOffset)?.letterErrorRate ?? null,
  }));
}

/** Of equal ones the earlier: it is nearer to how the voice says it by itself. */
function bestOf(tries: readonly Try[]): Try {
  const rank = ({ letterErrorRate }: Try): number => letterErrorRate ?? -1;
  return tries.reduce((best, other) => (rank(other) < rank(best) ? other : best));
}

function isSame(left: readonly Retry[], right: readonly Retry[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

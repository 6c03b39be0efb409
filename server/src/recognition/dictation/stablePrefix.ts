import { continuationStart } from './continuationStart.ts';
import { isSameWriting, toText, toWrittenWords, type WrittenWord } from './writtenWords.ts';

/** What successive hypotheses of one growing segment say. */
export interface StablePrefix {
  /** Only grows. */
  readonly committed: readonly WrittenWord[];
  /** How the latest hypothesis goes on. */
  readonly candidates: readonly CandidateWord[];
  /** The punctuation at its end. */
  readonly ending: string;
}

export interface CandidateWord {
  readonly written: WrittenWord;
  /** How many hypotheses in a row have had it here. */
  readonly agreementCount: number;
  /** How much had been heard when the first of them was made. */
  readonly sinceMs: number;
}

export interface Hypothesis {
  readonly text: string;
  /** Where its sound ends. */
  readonly heardMs: number;
}

export interface AgreementOptions {
  /** So many hypotheses in a row must agree on a word, */
  readonly agreementCount: number;
  /** over so much sound, */
  readonly minAgeMs: number;
  /** and it must not be among the last words, which may be cut off. */
  readonly heldBackCount: number;
}

/**
 * Of 20 recorded sentences of 2 to 10 s, decoded live by Moonshine, 19 got the text of the recording as a whole, letter
 * by letter; after 1 s instead of 2.5 it is 16, the others with other commas or capitals.
 */
export const defaultAgreement: AgreementOptions = { agreementCount: 3, minAgeMs: 2500, heldBackCount: 2 };

export const emptyPrefix: StablePrefix = { committed: [], candidates: [], ending: '' };

/**
 * Commits the words on which successive hypotheses agree. A word agrees with the word in the same place after the
 * committed ones when both are written alike, capitals and the punctuation before them included; what punctuation
 * follows the last committed word stays open.
 */
export function addHypothesis(
  { committed, candidates: previous }: StablePrefix,
  { text, heardMs }: Hypothesis,
  options: AgreementOptions = defaultAgreement,
): StablePrefix {
  const { words, ending } = toWrittenWords(text);
  const continuation = words.slice(continuationStart(committed, words));
  const candidates = continuation.map((written) => ({ written, agreementCount: 1, sinceMs: heardMs }));
  for (const [index, candidate] of candidates.entries()) {
    const before = previous[index];
    if (before === undefined || !isSameWriting(before.written, candidate.written)) break;
    candidates[index] = { ...before, agreementCount: before.agreementCount + 1 };
  }
  const isStable = ({ agreementCount, sinceMs }: CandidateWord): boolean =>
    agreementCount >= options.agreementCount && heardMs - sinceMs >= options.minAgeMs;
  const unstable = candidates.findIndex((candidate) => !isStable(candidate));
  const stableCount = unstable < 0 ? candidates.length : unstable;
  const count = Math.max(0, Math.min(stableCount, candidates.length - options.heldBackCount));
  return {
    committed: [...committed, ...candidates.slice(0, count).map(({ written }) => written)],
    candidates: candidates.slice(count),
    ending,
  };
}

export function committedText({ committed }: StablePrefix): string {
  return toText(committed);
}

export function tentativeText({ candidates, ending }: StablePrefix): string {
  return toText(
    candidates.map(({ written }) => written),
    ending,
  );
}

/** The committed words, and what follows them in the text of the whole segment; see `continuationStart`. */
export function finishText({ committed }: StablePrefix, text: string): string {
  const { words, ending } = toWrittenWords(text);
  return toText([...committed, ...words.slice(continuationStart(committed, words))], ending);
}

import type { HeardEmotion } from '../../../../protocol/expression.ts';
import { findDivergence, type Divergence, type MisheardToken } from '../../text/findDivergence.ts';
import { mergeMisheard } from './mergeMisheard.ts';

/** One of several sounds of the same text, and what a recognizer heard in it. */
export interface HeardTake {
  readonly durationMs: number;
  readonly text: string;
  /** The same with noise under it, the least noise first; absent: it was heard as it is only. */
  readonly inNoise?: readonly string[];
  /** Null: the recognizer hears none. */
  readonly emotion: HeardEmotion | null;
}

export interface WantedTake {
  readonly text: string;
  /** As models name it: `en`, `zh`. */
  readonly language: string;
  /** One that can be heard; null: any. */
  readonly emotion: HeardEmotion | null;
}

/** Why a take stands where it stands; made to be kept beside the sound. */
export interface TakeScore {
  readonly takeIndex: number;
  /** 0 is best. The share of misheard words, and what the others add. */
  readonly cost: number;
  /** Of what was heard without noise. */
  readonly divergence: Divergence;
  /** With and without noise. */
  readonly misheard: readonly MisheardToken[];
  /** Nothing was wrong, but for what was heard in the most noise. */
  readonly isFlawless: boolean;
  /** Null where nothing was wished or heard. */
  readonly hasEmotion: boolean | null;
  /** Its length by that of the median take. */
  readonly lengthRatio: number;
}

/** Decides between takes with as many wrong words: less than one word of a sentence of forty. */
const letterCost = 0.1;
/** A wrong emotion is as bad as every fourth word. */
const emotionCost = 0.25;
/** Lengths that differ by less are the reading of a text. */
const usualRatio = 1.25;
/** For each doubling or halving beyond that: twice as long is as bad as every third word, as something is repeated or missing. */
const lengthCostPerOctave = 0.5;

/**
 * Brings the takes of a text into an order, the best first: by how many of its words were misheard, and then how many
 * letters, on average with and without noise; by whether the wished emotion was heard, and by whether a take is as long
 * as the others. Of equal ones the earlier is better.
 *
 * Works with the takes of any engine and the ears of any recognizer.
 */
export function rankTakes(takes: readonly HeardTake[], wanted: WantedTake): TakeScore[] {
  const medianMs = median(takes.map(({ durationMs }) => durationMs));
  const scores = takes.map((take, takeIndex): TakeScore => {
    const compare = (heard: string): Divergence => findDivergence(wanted.text, heard, wanted.language);
    const divergence = compare(take.text);
    const hearings = [divergence, ...(take.inNoise ?? []).map(compare)];
    const isJudged = wanted.emotion !== null && take.emotion !== null;
    const hasEmotion = isJudged ? take.emotion === wanted.emotion : null;
    const lengthRatio = medianMs === 0 ? 1 : take.durationMs / medianMs;
    const wordCosts = hearings.map(wordCost);
    const otherCost = (hasEmotion === false ? emotionCost : 0) + lengthCost(lengthRatio);
    return {
      takeIndex,
      cost: mean(wordCosts) + otherCost,
      divergence,
      misheard: mergeMisheard(hearings),
      isFlawless:
        otherCost === 0 && wordCosts.slice(0, Math.max(1, wordCosts.length - 1)).every((cost) => cost === 0),
      hasEmotion,
      lengthRatio,
    };
  });
  return scores.sort((a, b) => a.cost - b.cost);
}

function wordCost(divergence: Divergence): number {
  return wrongRate(divergence) + letterCost * divergence.letterErrorRate;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A name of which three words are heard is one that is wrong, not three. */
function wrongRate({ wrongCount, unitCount }: Divergence): number {
  return unitCount === 0 ? Math.min(1, wrongCount) : wrongCount / unitCount;
}

function lengthCost(ratio: number): number {
  if (ratio === 0) return lengthCostPerOctave;
  const octaves = Math.abs(Math.log2(ratio)) - Math.log2(usualRatio);
  return Math.max(0, octaves) * lengthCostPerOctave;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

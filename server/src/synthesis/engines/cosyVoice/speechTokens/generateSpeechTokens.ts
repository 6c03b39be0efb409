import { createMersenneTwister } from '../../../../audio/mersenneTwister.ts';
import type { SpeechTokenIds } from '../cosyVoiceVersion.ts';
import { findCollapse, type Collapse } from './collapse.ts';
import { sampleSpeechToken } from './sampleSpeechToken.ts';
import { forbidEarlyEnd, speechLengthOf } from './speechLength.ts';

/** The language model in the middle of an utterance. */
export interface SpeechTake {
  /** [V], after what was read; then after each token that is said. */
  readonly firstLogits: Float32Array;
  next(token: number): Promise<Float32Array>;
  /** Frees what the take holds. */
  end(): void;
}

export interface SpeechTokenOptions {
  readonly ids: SpeechTokenIds;
  /** Tokens of the text that is spoken. */
  readonly spokenTextCount: number;
  /** That were spoken before and stay; the take has read them. */
  readonly before?: readonly number[];
  /** The same seed gives the same tokens. */
  readonly seed: number;
}

/** How often a text is tried. */
export const mostTakes = 3;

/**
 * Draws the speech tokens of a take, each as soon as it is known, until the model ends, or the take has collapsed.
 *
 * @returns what was wrong with the take; undefined: nothing
 * @throws what the take throws; the signal's reason
 */
export async function* generateSpeechTokens(
  take: SpeechTake,
  { ids, spokenTextCount, before = [], seed }: SpeechTokenOptions,
  signal: AbortSignal,
): AsyncGenerator<number, Collapse | undefined, undefined> {
  const length = speechLengthOf(spokenTextCount);
  const random = createUniform(seed);
  const spoken = [...before];
  let logits = take.firstLogits;
  while (length.most > 0) {
    const allowed = forbidEarlyEnd(logits, spoken.length, { length, ids });
    const token = sampleSpeechToken(allowed, spoken, { first: random(), second: random() });
    if (token >= ids.speechCount) break;
    spoken.push(token);
    yield token;
    const collapse = findCollapse(spoken, length.most);
    if (collapse !== undefined) return collapse;
    signal.throwIfAborted();
    logits = await take.next(token);
  }
  return undefined;
}

/** The first take has the seed itself. */
export function seedOfTake(seed: number, takeIndex: number): number {
  return (seed + Math.imul(takeIndex, 0x9e37_79b9)) >>> 0;
}

/** In [0, 1). */
function createUniform(seed: number): () => number {
  const nextInteger = createMersenneTwister(seed);
  return () => nextInteger() / 2 ** 32;
}

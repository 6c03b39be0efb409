import { SpeechError } from '../../../../../../protocol/errors.ts';
import { createMersenneTwister } from '../../../../audio/mersenneTwister.ts';
import type { SpeechTokenIds } from '../cosyVoiceVersion.ts';
import { findCollapse, type Collapse } from './collapse.ts';
import { sampleSpeechToken } from './sampleSpeechToken.ts';
import { forbidEarlyEnd, speechLengthOf, type SpeechLength } from './speechLength.ts';

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
  /** The same seed gives the same tokens. */
  readonly seed: number;
  /** Of a take that collapsed, and is followed by another. */
  readonly onCollapse?: (collapse: Collapse) => void;
}

/** How often a text is tried. */
const mostTakes = 3;

/**
 * Draws speech tokens until the model ends. A take that collapses is given up and drawn again from another seed; the
 * third is an error.
 *
 * @param startTake  reads the prompt and the text, once a take
 * @returns          ids below `ids.speechCount`
 * @throws SpeechError engineFailed; what `startTake` throws; the signal's reason
 */
export async function generateSpeechTokens(
  startTake: () => Promise<SpeechTake>,
  options: SpeechTokenOptions,
  signal: AbortSignal,
): Promise<number[]> {
  for (let takeIndex = 0; takeIndex < mostTakes; takeIndex += 1) {
    signal.throwIfAborted();
    const take = await startTake();
    try {
      const drawn = await drawTake(take, { ...options, seed: takeSeed(options.seed, takeIndex) }, signal);
      if (typeof drawn !== 'string') return drawn;
      options.onCollapse?.(drawn);
    } finally {
      take.end();
    }
  }
  throw new SpeechError('engineFailed', {
    message: `CosyVoice lost itself in the text ${mostTakes} times.`,
    hint: 'Try another seed, a shorter text, or a voice whose transcript is exact.',
  });
}

async function drawTake(
  take: SpeechTake,
  { ids, spokenTextCount, seed }: SpeechTokenOptions,
  signal: AbortSignal,
): Promise<number[] | Collapse> {
  const length: SpeechLength = speechLengthOf(spokenTextCount);
  const random = createUniform(seed);
  const spoken: number[] = [];
  let logits = take.firstLogits;
  while (spoken.length < length.most) {
    const allowed = forbidEarlyEnd(logits, spoken.length, { length, ids });
    const token = sampleSpeechToken(allowed, spoken, { first: random(), second: random() });
    if (token >= ids.speechCount) return spoken;
    spoken.push(token);
    const collapse = findCollapse(spoken, length.most);
    if (collapse !== undefined) return collapse;
    signal.throwIfAborted();
    logits = await take.next(token);
  }
  return spoken;
}

/** In [0, 1). */
function createUniform(seed: number): () => number {
  const nextInteger = createMersenneTwister(seed);
  return () => nextInteger() / 2 ** 32;
}

/** The first take has the seed itself. */
function takeSeed(seed: number, takeIndex: number): number {
  return (seed + Math.imul(takeIndex, 0x9e37_79b9)) >>> 0;
}

import { deflateSync } from 'node:zlib';

/** A text with what tells whether it can be believed. */
export interface Attempt {
  readonly text: string;
  readonly noSpeechProbability: number;
  readonly meanLogProbability: number;
  readonly isEndless: boolean;
}

/**
 * Nobody spoke: the model says so, and does not believe its own words.
 *
 * Source: openai/whisper transcribe.py, no_speech_threshold and logprob_threshold.
 */
export function isSilence({ noSpeechProbability, meanLogProbability }: Attempt): boolean {
  return noSpeechProbability > 0.6 && meanLogProbability < leastLogProbability;
}

/**
 * A text worth another try: it repeats itself, or the model does not believe it.
 *
 * Source: openai/whisper transcribe.py, compression_ratio_threshold and logprob_threshold.
 */
export function isDoubtful(attempt: Attempt): boolean {
  if (isSilence(attempt)) return false;
  return isRepetitive(attempt) || attempt.meanLogProbability < leastLogProbability;
}

/** The likeliest of those that do not repeat themselves, else of all; of equal ones the first. */
export function bestAttempt<Value extends Attempt>(attempts: readonly Value[]): Value {
  const sound = attempts.filter((attempt) => !isRepetitive(attempt));
  const [first, ...others] = sound.length > 0 ? sound : attempts;
  if (first === undefined) throw new RangeError('There is no attempt to choose.');
  return others.reduce((best, one) => (one.meanLogProbability > best.meanLogProbability ? one : best), first);
}

/** Where the likeliest tokens gave nothing to believe; the first is without chance. */
export const temperatures = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** How many times shorter a text is when compressed; 0 of nothing. */
export function compressionRatio(text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

const leastLogProbability = -1;
const greatestCompressionRatio = 2.4;

function isRepetitive({ text, isEndless }: Attempt): boolean {
  return isEndless || compressionRatio(text) > greatestCompressionRatio;
}

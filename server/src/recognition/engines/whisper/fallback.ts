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

/** Whether a text is short for speech with pauses in it: a sentence may be missing. */
export function isSparse(
  text: string,
  { stretchCount, speechMs }: { readonly stretchCount: number; readonly speechMs: number },
): boolean {
  return stretchCount > 1 && text.length < (leastCharactersPerSecond * speechMs) / 1000;
}

/** The first attempt, unless a later one is believed and longer by more than other words for the same would be. */
export function fullestAttempt<Value extends Attempt>(attempts: readonly Value[]): Value {
  const [first, ...others] = attempts;
  if (first === undefined) throw new RangeError('There is no attempt to choose.');
  return others.reduce(
    (fullest, one) =>
      isDoubtful(one) || isSilence(one) || one.text.length < longerBy * fullest.text.length ? fullest : one,
    first,
  );
}

/** Of languages with letters; people say 14 to 18. Where characters say more, each text with pauses is heard twice. */
const leastCharactersPerSecond = 13;
const longerBy = 1.2;

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

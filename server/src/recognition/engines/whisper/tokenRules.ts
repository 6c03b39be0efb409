import type { WhisperTokens } from './whisperConfig.ts';

/**
 * What a decoding may say next. The tokens said so far are given without the prompt.
 *
 * @param logits  [V], changed in place: what may not be said gets -Infinity
 */
export type TokenRules = (logits: Float32Array, said: readonly number[]) => void;

/**
 * Whisper's rules with timestamps: they come in pairs, the end of one stretch of speech and the start of the next,
 * never go back, begin the text, and are taken where together they are likelier than any word.
 *
 * Source: openai/whisper decoding.py, SuppressBlank, SuppressTokens and ApplyTimestampRules.
 */
export function createTimestampRules(tokens: WhisperTokens): TokenRules {
  const { firstTimestamp, noTimestamps, end, maxInitialTimestamp } = tokens;
  const isTimestamp = (token: number | undefined): boolean => token !== undefined && token >= firstTimestamp;
  return (logits, said) => {
    suppressWords(logits, said, tokens);
    logits[noTimestamps] = -Infinity;
    if (said.length === 0) {
      logits.fill(-Infinity, 0, firstTimestamp);
      logits.fill(-Infinity, firstTimestamp + maxInitialTimestamp + 1);
      return;
    }
    if (isTimestamp(said.at(-1))) {
      // After the end of a stretch the next one starts, or the text ends; after a start there are words.
      if (said.length < 2 || isTimestamp(said.at(-2))) logits.fill(-Infinity, firstTimestamp);
      else logits.fill(-Infinity, 0, end);
    }
    const latest = said.findLast(isTimestamp);
    if (latest !== undefined) {
      const mayRepeat = isTimestamp(said.at(-1)) && !isTimestamp(said.at(-2));
      logits.fill(-Infinity, firstTimestamp, mayRepeat ? latest : latest + 1);
    }
    if (logSumExp(logits, firstTimestamp, logits.length) > greatestOf(logits, 0, firstTimestamp))
      logits.fill(-Infinity, 0, firstTimestamp);
  };
}

/** Words only. Source: openai/whisper decoding.py, SuppressBlank and SuppressTokens. */
export function createWordRules(tokens: WhisperTokens): TokenRules {
  return (logits, said) => {
    suppressWords(logits, said, tokens);
    logits.fill(-Infinity, tokens.noTimestamps);
  };
}

function suppressWords(logits: Float32Array, said: readonly number[], tokens: WhisperTokens): void {
  for (const token of tokens.suppressed) logits[token] = -Infinity;
  if (said.length === 0) for (const token of tokens.suppressedAtStart) logits[token] = -Infinity;
}

function greatestOf(logits: Float32Array, start: number, end: number): number {
  let greatest = -Infinity;
  for (let index = start; index < end; index += 1) greatest = Math.max(greatest, logits[index] ?? -Infinity);
  return greatest;
}

/** Natural logarithm of Σ exp; -Infinity of nothing. */
export function logSumExp(logits: Float32Array, start: number, end: number): number {
  const greatest = greatestOf(logits, start, end);
  if (greatest === -Infinity) return -Infinity;
  let sum = 0;
  for (let index = start; index < end; index += 1) {
    const distance = (logits[index] ?? -Infinity) - greatest;
    if (distance > negligible) sum += Math.exp(distance);
  }
  return greatest + Math.log(sum);
}

/** exp(-20) of a sum is less than a float of it; 50,000 of them are a ten thousandth. */
const negligible = -20;

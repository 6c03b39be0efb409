import { findLoop } from '../../repetition.ts';
import { sampleToken, type Random } from './sampling.ts';
import { logSumExp, type TokenRules } from './tokenRules.ts';
import { chooseLanguage, type ChosenLanguage, type LanguageWish } from './languages.ts';
import type { WhisperTokens } from './whisperConfig.ts';
import type { EncodedSound } from './whisperModel.ts';

export interface TextRequest {
  readonly sound: EncodedSound;
  readonly tokens: WhisperTokens;
  readonly wish: LanguageWish;
  readonly rules: TokenRules;
  /** Whether the text has timestamps. */
  readonly hasTimestamps: boolean;
  readonly temperature: number;
  readonly random: Random;
  readonly maxTokenCount: number;
}

export interface DecodedText {
  /** Words and timestamps; what ran in a circle is cut after its first round. */
  readonly tokens: readonly number[];
  readonly language: ChosenLanguage;
  /** That nobody speaks, 0 to 1. */
  readonly noSpeechProbability: number;
  /** Mean of the natural logarithms of the tokens' probabilities, that of the end included. */
  readonly meanLogProbability: number;
  /** It ran in a circle, or did not find its end. */
  readonly isEndless: boolean;
}

/**
 * Tells the language and decodes the text.
 *
 * @param signal  checked before each step
 * @throws SpeechError as `Session.run`, languageUnsupported
 */
export async function decodeText(request: TextRequest, signal: AbortSignal): Promise<DecodedText> {
  const { sound, tokens, wish, hasTimestamps } = request;
  signal.throwIfAborted();
  const decoding = sound.startText();
  try {
    const first = await decoding.step([tokens.start]);
    const noSpeechProbability = Math.exp(
      (first[tokens.noSpeech] ?? -Infinity) - logSumExp(first, 0, first.length),
    );
    const language = chooseLanguage(first, tokens.languages, wish);
    const prompt = [language.token, tokens.transcribe, ...(hasTimestamps ? [] : [tokens.noTimestamps])];
    const step = async (next: readonly number[]): Promise<Float32Array> => {
      signal.throwIfAborted();
      return decoding.step(next);
    };
    return { language, noSpeechProbability, ...(await decodeWords(request, step, prompt)) };
  } finally {
    decoding.dispose();
  }
}

type DecodedWords = Pick<DecodedText, 'tokens' | 'meanLogProbability' | 'isEndless'>;

async function decodeWords(
  request: TextRequest,
  step: (tokens: readonly number[]) => Promise<Float32Array>,
  prompt: readonly number[],
): Promise<DecodedWords> {
  const { tokens, rules, temperature, random, maxTokenCount } = request;
  const said: number[] = [];
  let sum = 0;
  const mean = (count: number): number => sum / Math.max(1, count);
  let next = prompt;
  while (said.length < maxTokenCount) {
    const logits = await step(next);
    rules(logits, said);
    const { token, logProbability } = sampleToken(logits, temperature, random);
    sum += logProbability;
    if (token === tokens.end)
      return { tokens: said, meanLogProbability: mean(said.length + 1), isEndless: false };
    said.push(token);
    next = [token];
    const keptCount = findLoop(said);
    if (keptCount !== null)
      return {
        tokens: said.slice(0, keptCount),
        meanLogProbability: mean(said.length),
        isEndless: true,
      };
  }
  return { tokens: said, meanLogProbability: mean(said.length), isEndless: true };
}

import { SpeechError } from '../../../../../protocol/errors.ts';
import type { RecognitionOptions } from '../../../../../protocol/recognition.ts';
import { spokenLanguage } from '../../spokenLanguage.ts';

/** A language that was heard or chosen, as Whisper calls it. */
export interface ChosenLanguage {
  readonly code: string;
  readonly token: number;
  /** Of all languages the model knows, 0 to 1. */
  readonly probability: number;
}

/** Ids of the languages' tokens by their codes. */
export type LanguageTokens = ReadonlyMap<string, number>;

/** It is this language; or one of these. */
export type LanguageWish = Pick<RecognitionOptions, 'language' | 'allowedLanguages'>;

/**
 * The language of an utterance: the one that is wished, else the likeliest of those allowed.
 *
 * @param logits  [V] behind the first token
 * @throws SpeechError languageUnsupported
 */
export function chooseLanguage(
  logits: Float32Array,
  tokens: LanguageTokens,
  wish: LanguageWish,
): ChosenLanguage {
  const allowed = allowedCodes(tokens, wish);
  const all = [...tokens].map(([code, token]) => ({ code, token, logit: logits[token] ?? -Infinity }));
  const greatest = Math.max(...all.map(({ logit }) => logit));
  const sum = all.reduce((total, { logit }) => total + Math.exp(logit - greatest), 0);
  const [first, ...others] = all.filter(({ code }) => allowed === null || allowed.has(code));
  if (first === undefined) throw new RangeError('The model knows no language.');
  const best = others.reduce((likeliest, one) => (one.logit > likeliest.logit ? one : likeliest), first);
  return {
    code: best.code,
    token: best.token,
    probability: Math.exp(best.logit - greatest) / sum,
  };
}

/** Null: all. Before anything is heard. @throws SpeechError languageUnsupported where none of those wished is known */
export function allowedCodes(tokens: LanguageTokens, wish: LanguageWish): ReadonlySet<string> | null {
  const wished = wish.language === undefined ? wish.allowedLanguages : [wish.language];
  if (wished === undefined) return null;
  const codes = wished.map((tag) => toWhisperCode(tag, tokens)).filter((code) => code !== null);
  if (codes.length > 0) return new Set(codes);
  throw new SpeechError('languageUnsupported', {
    message: `Whisper does not hear ${wished.map((tag) => `"${tag}"`).join(' or ')}.`,
    hint: '`aloud models list --json` says which languages each model hears.',
  });
}

/** Codes that are not those of BCP-47. */
const whisperCodes: Readonly<Record<string, string>> = { jv: 'jw', fil: 'tl' };

/** Models before large-v3 know Cantonese as Chinese. */
function toWhisperCode(tag: string, tokens: LanguageTokens): string | null {
  const language = spokenLanguage(tag);
  const candidates = [whisperCodes[language] ?? language, ...(language === 'yue' ? ['zh'] : [])];
  return candidates.find((code) => tokens.has(code)) ?? null;
}

/** BCP-47. */
export function toLanguageTag(code: string): string {
  return code === 'jw' ? 'jv' : code;
}

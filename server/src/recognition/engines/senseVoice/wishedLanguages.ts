import { SpeechError } from '../../../../../protocol/errors.ts';
import type { RecognitionOptions } from '../../../../../protocol/recognition.ts';
import { spokenLanguage } from '../../spokenLanguage.ts';

/** What SenseVoice Small was trained to write; its vocabulary has tags for more. */
export const senseVoiceLanguages: readonly string[] = ['zh', 'yue', 'en', 'ja', 'ko'];

export interface WishedLanguages {
  /** What the model is asked for first: a language, or `auto`. */
  readonly query: string;
  /** What may be the answer; null: any. */
  readonly allowed: ReadonlySet<string> | null;
}

/**
 * What the caller says of the language, in the model's names. Of allowed languages those that the model does not hear
 * do not matter, as long as one is left; the only one left is asked for at once.
 *
 * @throws SpeechError languageUnsupported
 */
export function readWishedLanguages(
  options: Pick<RecognitionOptions, 'language' | 'allowedLanguages'>,
): WishedLanguages {
  const { language, allowedLanguages } = options;
  const hint = language === undefined ? null : spokenLanguage(language);
  if (hint !== null && !senseVoiceLanguages.includes(hint)) throw unsupported(`not "${language ?? ''}"`);
  if (allowedLanguages === undefined) return { query: hint ?? 'auto', allowed: null };
  const wanted = allowedLanguages.map(spokenLanguage);
  const heard = senseVoiceLanguages.filter((name) => wanted.includes(name));
  const [first, ...others] = heard;
  if (first === undefined) throw unsupported(`none of ${allowedLanguages.map(quoted).join(', ')}`);
  return { query: hint ?? (others.length === 0 ? first : 'auto'), allowed: new Set(heard) };
}

function quoted(tag: string): string {
  return `"${tag}"`;
}

function unsupported(what: string): SpeechError {
  return new SpeechError('languageUnsupported', {
    message: `SenseVoice hears Chinese, Cantonese, English, Japanese and Korean, ${what}.`,
    hint: 'Choose a model of that language with --engine; `aloud models list` shows what each model hears.',
  });
}

import { SpeechError } from '../../../../../protocol/errors.ts';
import { primaryLanguage } from '../../chooseLanguage.ts';

/** Those the model was trained on. */
export const cosyVoiceLanguages: readonly string[] = ['zh', 'en', 'ja', 'ko', 'de', 'es', 'fr', 'it', 'ru'];

/** Why CosyVoice does not speak a language; null: it does. */
export function refuseByCosyVoice(language: string): SpeechError | null {
  const primary = primaryLanguage(language);
  if (cosyVoiceLanguages.includes(primary) || primary === 'yue') return null;
  return new SpeechError('languageUnsupported', {
    message: `CosyVoice cannot speak the language "${language}".`,
    hint: `It speaks ${cosyVoiceLanguages.join(', ')} and dialects of Chinese.`,
  });
}

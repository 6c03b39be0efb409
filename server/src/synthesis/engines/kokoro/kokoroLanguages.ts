import { SpeechError } from '../../../../../protocol/errors.ts';
import { primaryLanguage } from '../../chooseLanguage.ts';

/** @param spoken  languages that there are pronunciations of now */
export function speaksLanguage(spoken: readonly string[], language: string): boolean {
  const primary = primaryLanguage(language);
  return spoken.some((known) => primaryLanguage(known) === primary);
}

/** Why Kokoro does not speak a language that it has no pronunciations of. */
export function refuseByKokoro(language: string): SpeechError {
  const needsComponent = spokenByEspeak.has(primaryLanguage(language));
  return new SpeechError('languageUnsupported', {
    message: `Kokoro cannot speak the language "${language}" here.`,
    hint: needsComponent
      ? "Install the optional pronunciation component with 'aloud models pull espeak-ng', or name another language."
      : 'It speaks English; Spanish, French, Hindi, Italian and Portuguese with the optional eSpeak NG component.',
    data: needsComponent ? { model: 'espeak-ng' } : {},
  });
}

const spokenByEspeak: ReadonlySet<string> = new Set(['es', 'fr', 'hi', 'it', 'pt']);

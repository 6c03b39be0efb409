import type { SynthesisRequest } from '../../protocol/synthesis.ts';
import type { Voice } from '../../protocol/voices.ts';
import { spokenLanguage } from './recognition/spokenLanguage.ts';
import { voiceParts } from './script/checking/voiceParts.ts';
import { chooseLanguage } from './synthesis/chooseLanguage.ts';

/** The language a request is spoken in, as models name it; of a blend of voices, that of its first one. */
export function requestLanguage(
  { text, voice, language }: SynthesisRequest,
  voices: readonly Voice[],
): string {
  const [first] = voiceParts(voice);
  const voiceLanguage = voices.find(({ id }) => id === first?.id)?.language ?? 'en';
  return spokenLanguage(
    chooseLanguage({ text, voiceLanguage, ...(language !== undefined && { requested: language }) }),
  );
}

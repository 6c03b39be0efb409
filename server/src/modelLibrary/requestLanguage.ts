import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { spokenLanguage } from '../recognition/spokenLanguage.ts';
import { voiceParts } from '../script/checking/voiceParts.ts';
import { chooseLanguage } from '../synthesis/chooseLanguage.ts';

/** The language a request is spoken in, as models name it. */
export function requestLanguage(
  { text, voice, language }: SynthesisRequest,
  voices: readonly Voice[],
): string {
  return spokenLanguage(
    chooseLanguage({
      text,
      voiceLanguage: voiceLanguage(voice, voices) ?? 'en',
      ...(language !== undefined && { requested: language }),
    }),
  );
}

/** BCP-47; of a blend of voices, that of its first one. Null where there is no such voice. */
export function voiceLanguage(voice: string, voices: readonly Voice[]): string | null {
  const [first] = voiceParts(voice);
  return voices.find(({ id }) => id === first?.id)?.language ?? null;
}

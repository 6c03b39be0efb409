import type { Voice } from '../../../protocol/voices.ts';

/** A line of a list of voices: a language, or a voice of the language above. */
export type VoiceChoice =
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'voice'; readonly voice: Voice; readonly isCurrent: boolean };

/**
 * Voices by language, the language of the current voice first; of a language those that are on the disk first.
 *
 * @param current  id of the voice in use
 */
export function voiceChoices(voices: readonly Voice[], current: string | null): readonly VoiceChoice[] {
  const ownLanguage = voices.find(({ id }) => id === current)?.language;
  const languages = [...new Set(voices.map(({ language }) => language))].toSorted((left, right) =>
    left === ownLanguage ? -1 : right === ownLanguage ? 1 : left.localeCompare(right),
  );
  const isMissing = ({ state }: Voice): number => (state === 'installed' ? 0 : 1);
  return languages.flatMap((language): VoiceChoice[] => [
    { kind: 'language', language },
    ...voices
      .filter((voice) => voice.language === language)
      .toSorted((left, right) => isMissing(left) - isMissing(right))
      .map((voice) => ({ kind: 'voice' as const, voice, isCurrent: voice.id === current })),
  ]);
}

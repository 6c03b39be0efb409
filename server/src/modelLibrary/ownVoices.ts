import { createHash } from 'node:crypto';
import { isSpeechError } from '../../../protocol/errors.ts';
import type { ReadableVoice } from '../voices/voiceLibrary.ts';
import type { VoiceClip, VoiceProfile } from '../voices/voiceProfile.ts';

/** Voices that users made of clips. */
export interface OwnVoices {
  list(signal: AbortSignal): Promise<readonly OwnVoice[]>;
  /** @throws SpeechError unknownVoice, and what a file that cannot be read throws */
  open(name: string, signal: AbortSignal): Promise<VoiceProfile>;
}

export type OwnVoice = ReadyVoice | { readonly state: 'unreadable'; readonly name: string };

/** `name` is its id. */
export type ReadyVoice = Pick<ReadableVoice, 'state' | 'name' | 'engine' | 'language'>;

/** What is known of the voices of a user without loading anything. */
export interface OwnVoiceShelf {
  list(signal: AbortSignal): Promise<readonly ReadyVoice[]>;
  /** @throws SpeechError as `OwnVoices.open`, without unknownVoice */
  has(name: string, signal: AbortSignal): Promise<boolean>;
  /** BCP-47, that it was recorded in; null: there is no such voice. @throws SpeechError as `has` */
  language(name: string, signal: AbortSignal): Promise<string | null>;
  /** Names what the voice was made of when it was last looked for; null: it never was there. */
  revision(name: string): string | null;
}

export function createOwnVoiceShelf(voices: OwnVoices): OwnVoiceShelf {
  const revisions = new Map<string, string>();
  const find = async (name: string, signal: AbortSignal): Promise<VoiceProfile | null> => {
    try {
      return await voices.open(name, signal);
    } catch (error) {
      if (isSpeechError(error, 'unknownVoice')) return null;
      throw error;
    }
  };
  return {
    list: async (signal) => (await voices.list(signal)).filter((voice) => voice.state === 'ready'),
    async has(name, signal) {
      const profile = await find(name, signal);
      if (profile !== null) revisions.set(name, revisionOf(profile));
      return profile !== null;
    },
    async language(name, signal) {
      return (await find(name, signal))?.clips[0]?.language ?? null;
    },
    revision: (name) => revisions.get(name) ?? null,
  };
}

function revisionOf({ clips }: VoiceProfile): string {
  const hash = createHash('sha256');
  for (const clip of clips) addClip(hash, clip);
  return hash.digest('hex').slice(0, 16);
}

function addClip(hash: ReturnType<typeof createHash>, clip: VoiceClip): void {
  const { emotion, transcript, language, tokens, mel, embedding } = clip;
  hash.update(JSON.stringify([emotion, transcript, language]));
  for (const values of [tokens, mel, embedding])
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

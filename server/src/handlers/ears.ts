import { isSpeechError } from '../../../protocol/errors.ts';
import type { TranscribeTools } from '../recognition/transcribe.ts';
import { createLateLease, type LateLease } from './lateLease.ts';

/** Recognition engines, one for each language; those that were needed are held until it is disposed of. */
export interface Ears extends AsyncDisposable {
  /**
   * @param language  as models name it
   * @returns null where no engine hears it
   * @throws SpeechError modelNotInstalled and what loading throws
   */
  of(language: string): Promise<TranscribeTools | null>;
}

type Ear = TranscribeTools & AsyncDisposable;

/** @param open  an engine that hears a language, when it is needed first */
export function createEars(open: (language: string) => Promise<Ear>): Ears {
  const ears = new Map<string, LateLease<Ear>>();
  return {
    of(language) {
      const ear = ears.get(language) ?? createLateLease(() => open(language));
      ears.set(language, ear);
      return ear.take().catch(orDeaf);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...ears.values()].map((ear) => ear[Symbol.asyncDispose]()));
    },
  };
}

/** Null where no engine hears the language. */
export function orDeaf(error: unknown): null {
  if (isSpeechError(error, 'languageUnsupported')) return null;
  throw error;
}

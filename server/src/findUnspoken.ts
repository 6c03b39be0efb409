import type { SpeechError } from '../../protocol/errors.ts';
import type { SynthesisRequest } from '../../protocol/synthesis.ts';
import type { Voice } from '../../protocol/voices.ts';
import { voiceLanguage } from './requestLanguage.ts';
import { languagesAsked } from './synthesis/languagesAsked.ts';

/** A request that cannot be spoken in its language, and why. */
export interface UnspokenRequest {
  readonly request: SynthesisRequest;
  readonly refusal: SpeechError;
}

export interface LanguageKnowledge {
  readonly voices: readonly Voice[];
  /** @returns why a voice cannot speak a language with what is installed; null: it can */
  readonly refuse: (voice: string, language: string) => Promise<SpeechError | null>;
}

/** The first of requests that cannot be spoken. */
export async function findUnspoken(
  requests: readonly SynthesisRequest[],
  { voices, refuse }: LanguageKnowledge,
): Promise<UnspokenRequest | null> {
  const spoken = new Set<string>();
  for (const request of requests) {
    const own = voiceLanguage(request.voice, voices);
    if (own === null) continue;
    for (const language of languagesAsked(request, own)) {
      const key = `${request.voice} ${language}`;
      if (spoken.has(key)) continue;
      const refusal = await refuse(request.voice, language);
      if (refusal !== null) return { request, refusal };
      spoken.add(key);
    }
  }
  return null;
}

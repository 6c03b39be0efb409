import { setImmediate } from 'node:timers/promises';
import type { SpeechError } from '../../../protocol/errors.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import { languagesAsked } from '../synthesis/languagesAsked.ts';

/** A request that cannot be spoken in its language, and why. */
export interface UnspokenRequest {
  readonly request: SynthesisRequest;
  readonly refusal: SpeechError;
}

export interface LanguageKnowledge {
  /** Asked where it matters. @returns BCP-47, what a voice speaks where nothing else is asked; null: there is no such voice */
  readonly languageOf: (voice: string) => Promise<string | null>;
  /** @returns why a voice cannot speak a language with what is installed; null: it can */
  readonly refuse: (voice: string, language: string) => Promise<SpeechError | null>;
}

/** So many units are read before others have their turn. */
const sliceLength = 200;

/** The first of requests that cannot be spoken; voices that there are not are passed. */
export async function findUnspoken(
  requests: readonly SynthesisRequest[],
  { languageOf, refuse }: LanguageKnowledge,
  signal: AbortSignal,
): Promise<UnspokenRequest | null> {
  const spoken = new Set<string>();
  const languages = new Map<string, string | null>();
  const ownLanguage = async (voice: string): Promise<string | null> => {
    const known = languages.get(voice);
    if (known !== undefined) return known;
    const found = await languageOf(voice);
    languages.set(voice, found);
    return found;
  };
  let unitCount = 0;
  for (const request of requests) {
    const own = request.language ?? (await ownLanguage(request.voice));
    if (own === null) continue;
    for (const language of languagesAsked(request, own)) {
      unitCount += 1;
      if (unitCount % sliceLength === 0) {
        await setImmediate();
        signal.throwIfAborted();
      }
      const key = `${request.voice} ${language}`;
      if (spoken.has(key)) continue;
      const refusal = await refuse(request.voice, language);
      const isUnspoken = refusal !== null && (await ownLanguage(request.voice)) !== null;
      if (isUnspoken) return { request, refusal };
      spoken.add(key);
    }
  }
  return null;
}

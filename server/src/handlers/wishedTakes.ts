import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Takes } from '../../../protocol/takes.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { requestLanguage } from '../modelLibrary/requestLanguage.ts';
import type { TakesOptions } from '../synthesis/takes/speakBestTakes.ts';
import type { TakesOrigin } from '../access/keptSound.ts';
import { createTakeEar } from '../access/takeEar.ts';
import { createEars, orDeaf } from './ears.ts';
import { leaseRecognition, type SynthesisWish } from './leases.ts';

/** Takes as they were asked for, with who hears them; engines that hear are held until it is disposed of. */
export interface WishedTakes extends AsyncDisposable {
  /**
   * What the sound depends on: how many takes at most, and the engine that hears them, of those that are installed now.
   *
   * @returns null where the request is spoken once: none were asked for, or no engine hears its language
   */
  origin(request: SynthesisRequest): Promise<TakesOrigin | null>;
  /**
   * @returns null as `origin` does
   * @throws SpeechError unknownModel, modelNotInstalled and what loading throws
   */
  open(request: SynthesisRequest): Promise<TakesOptions | null>;
}

export function createWishedTakes(
  takes: Takes | undefined,
  { services, client, options }: Omit<SynthesisWish, 'voice'>,
  signal: AbortSignal,
): WishedTakes {
  if (takes === undefined) return noTakes;
  const { count, engine } = takes;
  const { provider, priority } = options;
  const choice = { ...(engine !== undefined && { engine }), ...(priority !== undefined && { priority }) };
  const ears = createEars((language) =>
    leaseRecognition(
      { choice: { ...choice, ...(provider !== undefined && { provider }), language }, services, client },
      signal,
    ),
  );
  const engines = new Map<string, Promise<string | null>>();
  let voices: Promise<readonly Voice[]> | null = null;

  const languageOf = async (request: SynthesisRequest): Promise<string> =>
    requestLanguage(request, await (voices ??= services.library.listVoices(signal)));

  const engineFor = async (language: string): Promise<string | null> => {
    const wish = { language, ...(engine !== undefined && { engine }) };
    const chosen = await services.library.chooseRecognition(wish, signal).catch(orDeaf);
    return chosen?.engine ?? null;
  };

  return {
    async origin(request) {
      const language = await languageOf(request);
      const chosen = engines.get(language) ?? engineFor(language);
      engines.set(language, chosen);
      const ear = await chosen;
      return ear === null ? null : { count, ear };
    },
    async open(request) {
      const language = await languageOf(request);
      const hearing = await ears.of(language);
      return hearing === null ? null : { count, ear: createTakeEar(hearing, language) };
    },
    [Symbol.asyncDispose]: () => ears[Symbol.asyncDispose](),
  };
}

const noTakes: WishedTakes = {
  origin: () => Promise.resolve(null),
  open: () => Promise.resolve(null),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

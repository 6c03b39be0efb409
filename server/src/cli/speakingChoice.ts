import { isSpeechError } from '../../../protocol/errors.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Voice } from '../../../protocol/voices.ts';
import { requestLanguage } from '../modelLibrary/requestLanguage.ts';
import type { SpeakingChoice } from '../access/speechAccess.ts';
import { chooseEngine } from './chooseEngine.ts';
import type { CommandContext } from './command.ts';
import type { SpeakOptions } from './speakOptions.ts';

export type ChooseSpeaking = (request: SynthesisRequest) => Promise<SpeakingChoice>;

/**
 * How each request is spoken, by the options: once, or several times with an engine that hears its language. What no
 * engine hears is told once and spoken once.
 */
export function createSpeakingChoice(
  { provider, takes: count, ear, out }: SpeakOptions,
  context: CommandContext,
): ChooseSpeaking {
  const spoken = { provider, pace: out === undefined ? 'steady' : 'whole' } as const;
  if (count === undefined || count === 1) return () => Promise.resolve(spoken);
  const engines = new Map<string, Promise<string | null>>();
  let voices: Promise<readonly Voice[]> | null = null;
  const engineFor = async (language: string): Promise<string | null> => {
    try {
      return await chooseEngine({ language, ...(ear !== undefined && { engine: ear }) }, context);
    } catch (error) {
      if (!isSpeechError(error, 'languageUnsupported')) throw error;
      context.output.note(`${error.message} It is spoken once.`);
      return null;
    }
  };
  return async (request) => {
    const language = requestLanguage(request, await (voices ??= context.services.listVoices(context.signal)));
    const chosen = engines.get(language) ?? engineFor(language);
    engines.set(language, chosen);
    const engine = await chosen;
    return { ...spoken, ...(engine !== null && { takes: { count, engine, language } }) };
  };
}

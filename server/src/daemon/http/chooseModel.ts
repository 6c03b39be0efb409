import { SpeechError } from '../../../../protocol/errors.ts';
import type { ModelLibrary } from '../../modelLibrary/modelLibrary.ts';
import { nearestNames } from '../../text/nearestNames.ts';
import { HttpRefusal } from './httpRefusal.ts';
import { isOpenAiModel, type SpeechKind } from './openAiNames.ts';

/**
 * @param model  one of OpenAI's names, an engine, or a model that hears
 * @returns      the engine or model that is to hear; null: whichever suits
 * @throws HttpRefusal 400 for a model that does not hear
 */
export async function namedRecognition(
  model: string,
  library: ModelLibrary,
  signal: AbortSignal,
): Promise<string | null> {
  if (isOpenAiModel(model, 'recognition')) return null;
  const summary = (await library.listModels(signal)).find(({ id }) => id === model);
  if (summary?.capabilities.includes('recognition') === false) throw wrongKind(model, 'recognition');
  return model;
}

/** @throws SpeechError unknownModel, unknownVoice; HttpRefusal 400 for a model that does not speak, or not with that voice */
export async function checkSynthesisModel(
  { model, voice }: { readonly model: string; readonly voice: string },
  library: ModelLibrary,
  signal: AbortSignal,
): Promise<void> {
  if (isOpenAiModel(model, 'synthesis')) return library.requireVoice(voice, signal);
  const engine = library.speakingEngine(model);
  if (engine === null) throw await noSpeaker(model, library, signal);
  await library.requireVoice(voice, signal, engine);
  if (model === library.synthesisEngine(voice) || library.synthesisModels(voice).includes(model)) return;
  throw new HttpRefusal(400, {
    code: 'unknownVoice',
    message: `The model "${model}" does not speak with the voice "${voice}".`,
    hint: `Ask for ${library.synthesisModels(voice).join(' or ')}, or for another voice.`,
    param: 'voice',
  });
}

/** A model that does something else, or that there is not: then those that speak are what was meant. */
async function noSpeaker(model: string, library: ModelLibrary, signal: AbortSignal): Promise<SpeechError> {
  const models = await library.listModels(signal);
  if (models.some(({ id }) => id === model)) return wrongKind(model, 'synthesis');
  const speaking = models
    .filter(({ capabilities }) => capabilities.includes('synthesis'))
    .map(({ id }) => id);
  const near = nearestNames(model, speaking);
  return new SpeechError('unknownModel', {
    message: `There is no model "${model}" that could speak.`,
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Ask for ${speaking.join(' or ')}.`,
  });
}

function wrongKind(model: string, kind: SpeechKind): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'unknownModel',
    message: `The model "${model}" does not ${kind === 'synthesis' ? 'speak' : 'hear'}.`,
    hint: 'GET /v1/models lists what each model does.',
    param: 'model',
  });
}

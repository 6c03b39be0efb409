import type { ModelSummary } from '../../../../protocol/models.ts';
import type { ModelLibrary } from '../../modelLibrary.ts';
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
  const summary = await findModel(model, library, signal);
  if (summary?.capabilities.includes('recognition') === false) throw wrongKind(model, 'recognition');
  return model;
}

/** @throws SpeechError unknownModel; HttpRefusal 400 for a model that does not speak, or not with that voice */
export async function checkSynthesisModel(
  { model, voice }: { readonly model: string; readonly voice: string },
  library: ModelLibrary,
  signal: AbortSignal,
): Promise<void> {
  if (isOpenAiModel(model, 'synthesis') || model === library.synthesisEngine(voice)) return;
  const summary = await findModel(model, library, signal);
  if (summary === undefined) library.requireModel(model);
  if (summary?.capabilities.includes('synthesis') !== true) throw wrongKind(model, 'synthesis');
  if (library.synthesisModels(voice).includes(model)) return;
  throw new HttpRefusal(400, {
    code: 'unknownVoice',
    message: `The model "${model}" does not speak with the voice "${voice}".`,
    hint: `Ask for ${library.synthesisModels(voice).join(' or ')}, or for another voice.`,
    param: 'voice',
  });
}

async function findModel(
  id: string,
  library: ModelLibrary,
  signal: AbortSignal,
): Promise<ModelSummary | undefined> {
  return (await library.listModels(signal)).find((model) => model.id === id);
}

function wrongKind(model: string, kind: SpeechKind): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'unknownModel',
    message: `The model "${model}" does not ${kind === 'synthesis' ? 'speak' : 'hear'}.`,
    hint: 'GET /v1/models lists what each model does.',
    param: 'model',
  });
}

import type { SessionOptions } from '../../../inference/session.ts';
import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/modelStore.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import type { Recognizer } from '../../recognizer.ts';
import { checkSenseVoiceGraph } from './checkSenseVoiceGraph.ts';
import { preparedFiles, senseVoiceRecipe, type SenseVoiceWeights } from './graphRecipe.ts';
import { createSenseVoiceRecognizer } from './senseVoiceRecognizer.ts';

export interface SenseVoicePreparation {
  /** `float` for providers without integer products, as graphics cards are: the graph is then four times as large. */
  readonly arithmetic?: 'integer' | 'float';
  /** Told that the graph is being prepared. */
  readonly onNote: (message: string) => void;
}

export interface SenseVoiceEngineOptions
  extends Omit<SessionOptions, 'deviceOutputs'>, SenseVoicePreparation {}

/** SenseVoice Small in the layout of sherpa-onnx, 8 bits: 239 MB. */
export const senseVoiceEngine = {
  /** Catalog id of its model. */
  model: 'sensevoice-small',

  /** @throws SpeechError as `openPreparedGraph` and `createSenseVoiceRecognizer` */
  async open(
    model: InstalledModel,
    { arithmetic = 'integer', onNote, ...session }: SenseVoiceEngineOptions,
    signal: AbortSignal,
  ): Promise<Recognizer> {
    const paths = await prepareSenseVoice(model, { arithmetic, onNote }, signal);
    return createSenseVoiceRecognizer({
      ...session,
      model: model.id,
      paths: { ...paths, tokens: model.path(tokensFile) },
    });
  },
};

const publishedFile = 'model.int8.onnx';
const tokensFile = 'tokens.txt';

/** Prepares the graph for this processor, or for a graphics card, once per machine. @returns where it is */
export async function prepareSenseVoice(
  model: InstalledModel,
  { arithmetic = 'integer', onNote }: SenseVoicePreparation,
  signal: AbortSignal,
): Promise<{ readonly graph: string; readonly description: string }> {
  const weights = arithmetic === 'float' ? 'float' : await weightsForProcessor();
  const { [preparedFiles.graph]: graph, [preparedFiles.description]: description } = await openPreparedGraph(
    model,
    {
      file: publishedFile,
      recipe: senseVoiceRecipe(weights),
      check: (publishedPath, { [preparedFiles.graph]: preparedPath = '' }, checkSignal) =>
        checkSenseVoiceGraph({ publishedPath, preparedPath, arithmetic }, checkSignal),
      onNote,
    },
    signal,
  );
  if (graph === undefined || description === undefined)
    throw new Error('The SenseVoice recipe made no graph.');
  return { graph, description };
}

async function weightsForProcessor(): Promise<SenseVoiceWeights> {
  return (await hasExactSignedProducts()) ? 'signed' : 'asPublished';
}

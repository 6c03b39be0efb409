import type { SessionOptions } from '../../../inference/session.ts';
import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/modelStore.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import type { Recognizer } from '../../recognizer.ts';
import { checkSenseVoiceGraph } from './checkSenseVoiceGraph.ts';
import { preparedFiles, senseVoiceRecipe } from './graphRecipe.ts';
import { createSenseVoiceRecognizer } from './senseVoiceRecognizer.ts';

export interface SenseVoiceEngineOptions extends Omit<SessionOptions, 'deviceOutputs'> {
  /** Told that the graph is being prepared. */
  readonly onNote: (message: string) => void;
}

/** SenseVoice Small in the layout of sherpa-onnx, 8 bits: 239 MB. */
export const senseVoiceEngine = {
  /** Catalog id of its model. */
  model: 'sensevoice-small',

  /** @throws SpeechError as `openPreparedGraph` and `createSenseVoiceRecognizer` */
  async open(
    model: InstalledModel,
    { onNote, ...session }: SenseVoiceEngineOptions,
    signal: AbortSignal,
  ): Promise<Recognizer> {
    const paths = await prepareSenseVoice(model, onNote, signal);
    return createSenseVoiceRecognizer({
      ...session,
      model: model.id,
      paths: { ...paths, tokens: model.path(tokensFile) },
    });
  },
};

const publishedFile = 'model.int8.onnx';
const tokensFile = 'tokens.txt';

/** Prepares the graph for this processor, once per machine. @returns where it is */
export async function prepareSenseVoice(
  model: InstalledModel,
  onNote: (message: string) => void,
  signal: AbortSignal,
): Promise<{ readonly graph: string; readonly description: string }> {
  const weights = (await hasExactSignedProducts()) ? 'signed' : 'asPublished';
  const { [preparedFiles.graph]: graph, [preparedFiles.description]: description } = await openPreparedGraph(
    model,
    {
      file: publishedFile,
      recipe: senseVoiceRecipe(weights),
      check: (publishedPath, { [preparedFiles.graph]: preparedPath = '' }, checkSignal) =>
        checkSenseVoiceGraph({ publishedPath, preparedPath }, checkSignal),
      onNote,
    },
    signal,
  );
  if (graph === undefined || description === undefined)
    throw new Error('The SenseVoice recipe made no graph.');
  return { graph, description };
}

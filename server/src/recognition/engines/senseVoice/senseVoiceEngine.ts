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

interface SenseVoiceFiles {
  readonly graph: string;
  readonly tokens: string;
  /** Statistics of the features, where the graph does not carry them. */
  readonly mvn?: string;
}

/** By the model's id in the catalogue: sherpa-onnx's layout in 8 bits, FunASR's in 8 bits and in float32. */
const publishedFiles: Readonly<Record<string, SenseVoiceFiles>> = {
  'sensevoice-small': { graph: 'model.int8.onnx', tokens: 'tokens.txt' },
  'sensevoice-small-funasr': { graph: 'model_quant.onnx', tokens: 'tokens.json', mvn: 'am.mvn' },
  'sensevoice-small-funasr-float': { graph: 'model.onnx', tokens: 'tokens.json', mvn: 'am.mvn' },
};

/** SenseVoice Small, as any of its models. */
export const senseVoiceEngine = {
  /** Catalog ids. */
  models: Object.keys(publishedFiles),

  /** @throws SpeechError as `openPreparedGraph` and `createSenseVoiceRecognizer` */
  async open(
    model: InstalledModel,
    { arithmetic = 'integer', onNote, ...session }: SenseVoiceEngineOptions,
    signal: AbortSignal,
  ): Promise<Recognizer> {
    const { tokens, mvn } = filesOf(model);
    const paths = await prepareSenseVoice(model, { arithmetic, onNote }, signal);
    return createSenseVoiceRecognizer({
      ...session,
      model: model.id,
      paths: {
        ...paths,
        tokens: model.path(tokens),
        ...(mvn !== undefined && { mvn: model.path(mvn) }),
      },
    });
  },
};

function filesOf({ id }: InstalledModel): SenseVoiceFiles {
  const files = Object.hasOwn(publishedFiles, id) ? publishedFiles[id] : undefined;
  if (files === undefined) throw new Error(`The model "${id}" is no SenseVoice.`);
  return files;
}

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
      file: filesOf(model).graph,
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

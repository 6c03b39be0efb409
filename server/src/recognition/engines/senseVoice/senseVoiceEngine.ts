import type { SessionOptions } from '../../../inference/session.ts';
import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/modelStore.ts';
import { openPreparedGraph } from '../../../models/preparedGraph.ts';
import type { Recognizer } from '../../recognizer.ts';
import { checkSenseVoiceGraph } from './checkSenseVoiceGraph.ts';
import { packedFiles, packSenseVoice } from './packSenseVoice.ts';
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
  /** Its weights are 937 MB: packed they would be twice that on the disk. */
  readonly hasFloats?: boolean;
}

/** By the model's id in the catalogue: sherpa-onnx's layout in 8 bits, FunASR's in 8 bits and in float32. */
const publishedFiles: Readonly<Record<string, SenseVoiceFiles>> = {
  'sensevoice-small': { graph: 'model.int8.onnx', tokens: 'tokens.txt' },
  'sensevoice-small-funasr': { graph: 'model_quant.onnx', tokens: 'tokens.json', mvn: 'am.mvn' },
  'sensevoice-small-funasr-float': {
    graph: 'model.onnx',
    tokens: 'tokens.json',
    mvn: 'am.mvn',
    hasFloats: true,
  },
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
    const { isPacked, ...paths } = await prepareSenseVoice(model, { arithmetic, onNote }, signal);
    return createSenseVoiceRecognizer({
      ...session,
      model: model.id,
      hearsSideBySide: isPacked,
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

export interface PreparedSenseVoice {
  readonly graph: string;
  readonly description: string;
  /** Sessions share its weights. */
  readonly isPacked: boolean;
}

/** Prepares the graph for this processor, or for a graphics card, once per machine. @returns where it is */
export async function prepareSenseVoice(
  model: InstalledModel,
  { arithmetic = 'integer', onNote }: SenseVoicePreparation,
  signal: AbortSignal,
): Promise<PreparedSenseVoice> {
  const { graph: file, hasFloats = false } = filesOf(model);
  const isPackable = arithmetic === 'integer' && !hasFloats;
  const weights = arithmetic === 'float' ? 'float' : await weightsForProcessor();
  const prepared = await openPreparedGraph(
    model,
    {
      file,
      recipe: senseVoiceRecipe(weights),
      ...(isPackable && { finish: packSenseVoice }),
      check: (publishedPath, paths, checkSignal) =>
        checkSenseVoiceGraph({ publishedPath, preparedPath: graphOf(paths) ?? '', arithmetic }, checkSignal),
      onNote,
    },
    signal,
  );
  const graph = graphOf(prepared);
  const description = prepared[preparedFiles.description];
  if (graph === undefined || description === undefined)
    throw new Error('The SenseVoice recipe made no graph.');
  return { graph, description, isPacked: packedFiles.graph in prepared };
}

/** The packed one where there is one. */
function graphOf(paths: Readonly<Record<string, string>>): string | undefined {
  return paths[packedFiles.graph] ?? paths[preparedFiles.graph];
}

async function weightsForProcessor(): Promise<SenseVoiceWeights> {
  return (await hasExactSignedProducts()) ? 'signed' : 'asPublished';
}

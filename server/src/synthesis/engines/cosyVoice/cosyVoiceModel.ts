import os from 'node:os';
import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import { openCheckpoint, type Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import { hasHalves } from '../../../inference/halvesProbe.ts';
import { providerUnavailable } from '../../../inference/inferenceErrors.ts';
import { probeProviderOnce } from '../../../inference/providerProbe.ts';
import { createSession, type Session, type SessionOptions } from '../../../inference/session.ts';
import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import { embeddingSize } from '../../../voices/voiceProfile.ts';
import {
  cosyVoiceFiles,
  cosyVoiceGraphs,
  flowMemoryType,
  flowRecipe,
  languageModelRecipe,
  vocoderPrefix,
  vocoderRecipe,
} from './checkpointRecipes.ts';
import { createFlow } from './flow.ts';
import { bandCount } from './graph/conditionGraph.ts';
import { readEstimatorShape } from './graph/estimatorShape.ts';
import { readLanguageModelShape, type LanguageModelShape } from './graph/languageModelShape.ts';
import { chooseGraphPlaces, type GraphPlace } from './graphPlaces.ts';
import {
  createTokenRows,
  memoryOutputs,
  startLanguageModel,
  type LanguageModelRun,
} from './languageModel.ts';
import { readLanguageModelConfig } from './languageModelConfig.ts';
import { openInPlace } from './openInPlace.ts';
import { prepareCheckpoint, type CheckpointRecipe } from './prepareCheckpoint.ts';
import type { CosyVoiceParts } from './speakSegment.ts';
import { readSourceWeights, startVocoder } from './vocoder.ts';

/** CosyVoice 3, loaded. */
export interface CosyVoiceModel extends CosyVoiceParts {
  /** Where the estimator runs, after any fallback: it takes most of the time. */
  readonly provider: ExecutionProvider;
  /** How many text tokens the language model knows; absent: its graphs do not say. */
  readonly textTokenCount?: number;
  readonly dispose: () => Promise<void>;
}

export interface CosyVoiceModelOptions {
  readonly session: Omit<SessionOptions, 'fallbackToCpu'>;
  /** In floats of 32 bits everywhere, as the reference computes. */
  readonly isExact?: boolean;
  readonly onNote?: (note: string) => void;
}

/**
 * Opens a model whose files are the published checkpoints. Its graphs are made at the first time, and its weights in 8
 * bits for a processor and in 16 for a graphics card that has such floats; all stays beside the model. Each graph runs
 * where it runs best and there is room; see `chooseGraphPlaces`.
 *
 * @throws SpeechError as `prepareCheckpoint` and `createSession`
 */
export async function openCosyVoiceModel(
  model: InstalledModel,
  options: CosyVoiceModelOptions,
  signal: AbortSignal,
): Promise<CosyVoiceModel> {
  const provider = await reachableProvider(options.session);
  const places = chooseGraphPlaces(
    provider,
    { hasHalves: await hasHalves(provider), hasExactProducts: await hasExactSignedProducts() },
    options.isExact,
  );
  const opened: Closable[] = [];
  const dispose = async (): Promise<void> => {
    await Promise.all(opened.map((part) => part.dispose()));
  };
  const openPart = <Part>(part: OpenPart<Part>): Promise<Part> =>
    openInPlace({
      name: part.name,
      places: part.places,
      ...(options.onNote && { onNote: options.onNote }),
      async open(place) {
        const opening = createOpening({ model, options }, place, signal);
        try {
          const found = await part.open(opening, signal);
          opened.push(...opening.opened);
          return found;
        } catch (error) {
          await Promise.all(opening.opened.map((one) => one.dispose()));
          throw error;
        }
      },
    });
  try {
    const language = await openPart({
      name: 'the language model',
      places: places.languageModel,
      open: openLanguageModel,
    });
    const flow = await openPart({ name: 'the flow', places: places.flow, open: openFlow });
    const vocoder = await openPart({ name: 'the vocoder', places: places.vocoder, open: openVocoder });
    return { ...language, ...flow, ...vocoder, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * Makes what `openCosyVoiceModel` would make for the processor at the first time, and loads nothing.
 *
 * @throws SpeechError as `prepareCheckpoint`
 */
export async function prepareCosyVoiceModel(
  model: InstalledModel,
  onNote: (note: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const facts = { hasHalves: false, hasExactProducts: await hasExactSignedProducts() };
  const { languageModel, flow } = chooseGraphPlaces('cpu', facts);
  const headWidth = await readHeadWidth(model, signal);
  const recipes = [
    ...languageModel.map((place) => languageModelRecipe(place, headWidth)),
    ...flow.map(flowRecipe),
    vocoderRecipe(),
  ];
  for (const recipe of recipes) await prepareCheckpoint(model, { ...recipe, onNote }, signal);
}

async function readHeadWidth(model: InstalledModel, signal: AbortSignal): Promise<number> {
  const config = model.path(cosyVoiceFiles.languageModelConfig);
  return (await readLanguageModelConfig(config, signal)).headWidth;
}

interface Closable {
  dispose(): Promise<void>;
}

interface OpenPart<Part> {
  readonly name: string;
  readonly places: readonly GraphPlace[];
  readonly open: (opening: Opening, signal: AbortSignal) => Promise<Part>;
}

/** One part at one place. */
interface Opening {
  readonly place: GraphPlace;
  /** Of the language model's attention. */
  readonly headWidth: () => Promise<number>;
  readonly opened: readonly Closable[];
  readonly prepare: (recipe: CheckpointRecipe) => Promise<Record<string, string>>;
  readonly openCheckpoint: (file: string, dropPrefix?: string) => Promise<Checkpoint>;
  readonly openSession: (graph: string | undefined, extra?: Partial<SessionOptions>) => Promise<Session>;
}

function createOpening(
  { model, options }: { readonly model: InstalledModel; readonly options: CosyVoiceModelOptions },
  place: GraphPlace,
  signal: AbortSignal,
): Opening {
  const { session, onNote } = options;
  const opened: Closable[] = [];
  return {
    place,
    headWidth: () => readHeadWidth(model, signal),
    opened,
    prepare: (recipe) => prepareCheckpoint(model, { ...recipe, ...(onNote && { onNote }) }, signal),
    async openCheckpoint(file, dropPrefix = '') {
      const checkpoint = await openCheckpoint(model.path(file), signal, { dropPrefix });
      opened.push({ dispose: () => checkpoint.close() });
      return checkpoint;
    },
    async openSession(graph, extra) {
      signal.throwIfAborted();
      const made = await createSession(graph ?? '', {
        ...session,
        provider: place.provider,
        // Another graph is made for the processor.
        fallbackToCpu: false,
        dataFolder: model.folder,
        ...extra,
      });
      opened.push(made);
      return made;
    },
  };
}

/** A provider that cannot run here at all is noted once. */
async function reachableProvider({ provider, onFallback }: SessionOptions): Promise<ExecutionProvider> {
  if (provider === 'cpu') return provider;
  const { ok, detail } = await probeProviderOnce(provider);
  if (ok) return provider;
  const cause = providerUnavailable(provider, detail);
  onFallback?.({ requested: provider, message: `${cause.message} The CPU is used instead.`, cause });
  return 'cpu';
}

async function openLanguageModel(
  opening: Opening,
): Promise<Pick<CosyVoiceModel, 'rows' | 'startLanguageModel' | 'textTokenCount'>> {
  const headWidth = await opening.headWidth();
  const graphs = await opening.prepare(languageModelRecipe(opening.place, headWidth));
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.languageModel);
  const shape = readLanguageModelShape(checkpoint, headWidth);
  const session = await opening.openSession(graphs[cosyVoiceGraphs.languageModel], {
    deviceOutputs: memoryOutputs(shape),
  });
  const start = (): LanguageModelRun => startLanguageModel(session, shape);
  await warmLanguageModel(start(), shape);
  return {
    rows: createTokenRows(checkpoint, shape),
    startLanguageModel: start,
    textTokenCount: shape.textTokenCount,
  };
}

/** Some cards fail, and all make their programs, when a graph first runs. */
async function warmLanguageModel(run: LanguageModelRun, { width }: LanguageModelShape): Promise<void> {
  try {
    await run.read(new Float32Array(2 * width));
    await run.read(new Float32Array(width));
  } finally {
    run.dispose();
  }
}

async function openFlow(
  opening: Opening,
  signal: AbortSignal,
): Promise<Pick<CosyVoiceModel, 'flow' | 'provider'>> {
  const graphs = await opening.prepare(flowRecipe(opening.place));
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.flow);
  const { headWidth, blockCount, width } = readEstimatorShape(checkpoint);
  const type = flowMemoryType(opening.place);
  const condition = await opening.openSession(graphs[cosyVoiceGraphs.condition], { provider: 'cpu' });
  const estimator = await opening.openSession(graphs[cosyVoiceGraphs.estimator]);
  const memory = type && { blockCount, width, type, byteLimit: flowMemoryLimit() };
  const flow = createFlow({ condition, estimator, headWidth, ...(memory && { memory }) });
  const voice = { tokens: [], mel: new Float32Array(0), embedding: new Float32Array(embeddingSize).fill(1) };
  await flow.run({ voice, tokens: [0], isFinal: true }, signal);
  return { flow, provider: estimator.provider };
}

/** Of what the flow remembers: nearly twelve seconds of the published model, less on a small machine. */
export function flowMemoryLimit(): number {
  return Math.min(2 ** 30, os.totalmem() / 16);
}

async function openVocoder(
  opening: Opening,
  signal: AbortSignal,
): Promise<Pick<CosyVoiceModel, 'startVocoder'>> {
  const graphs = await opening.prepare(vocoderRecipe());
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.vocoder, vocoderPrefix);
  const sourceWeights = await readSourceWeights(checkpoint);
  // In doubles, which graphics cards do not have.
  const pitch = await opening.openSession(graphs[cosyVoiceGraphs.pitch], { provider: 'cpu' });
  const vocoder = await opening.openSession(graphs[cosyVoiceGraphs.vocoder]);
  const start: CosyVoiceModel['startVocoder'] = (options) =>
    startVocoder({ pitch, vocoder }, { sourceWeights, ...options });
  await start().push(new Float32Array(warmFrames * bandCount), true, signal);
  return { startVocoder: start };
}

const warmFrames = 10;

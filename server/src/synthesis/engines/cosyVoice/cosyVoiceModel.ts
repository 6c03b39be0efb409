import type { ExecutionProvider } from '../../../../../protocol/inference.ts';
import { openCheckpoint, type Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import { createSession, type Session, type SessionOptions } from '../../../inference/session.ts';
import { hasExactSignedProducts } from '../../../inference/signedProducts.ts';
import type { InstalledModel } from '../../../models/installedModel.ts';
import {
  cosyVoiceFiles,
  cosyVoiceGraphs,
  flowRecipe,
  languageModelRecipe,
  vocoderPrefix,
  vocoderRecipe,
  type GraphChoice,
} from './checkpointRecipes.ts';
import { createFlow } from './flow.ts';
import { readEstimatorShape } from './graph/estimatorShape.ts';
import { publishedHeadWidth, readLanguageModelShape } from './graph/languageModelShape.ts';
import { createTokenRows, memoryOutputs, startLanguageModel } from './languageModel.ts';
import { prepareCheckpoint } from './prepareCheckpoint.ts';
import type { CosyVoiceParts } from './speakSegment.ts';
import { readSourceWeights, startVocoder } from './vocoder.ts';

/** CosyVoice 3, loaded. */
export interface CosyVoiceModel extends CosyVoiceParts {
  /** Where the estimator runs, after any fallback: it takes most of the time. */
  readonly provider: ExecutionProvider;
  readonly dispose: () => Promise<void>;
}

export interface CosyVoiceModelOptions {
  readonly session: SessionOptions;
  /** `integer` for a processor, `float` for a graphics card. */
  readonly arithmetic: 'integer' | 'float';
  /** Of the language model's attention; absent: the published model's. */
  readonly headWidth?: number;
  readonly onNote?: (note: string) => void;
}

/**
 * Opens a model whose files are the published checkpoints. Its graphs are made at the first time, and its weights in 8
 * bits for a processor; both stay beside the model.
 *
 * @throws SpeechError as `prepareCheckpoint` and `createSession`
 */
export async function openCosyVoiceModel(
  model: InstalledModel,
  options: CosyVoiceModelOptions,
  signal: AbortSignal,
): Promise<CosyVoiceModel> {
  const opened: { dispose: () => Promise<void> }[] = [];
  const dispose = async (): Promise<void> => {
    await Promise.all(opened.map((part) => part.dispose()));
  };
  const context: Opening = {
    model,
    options,
    choice: await chooseGraphs(options.arithmetic),
    async openCheckpoint(file, dropPrefix = '') {
      const checkpoint = await openCheckpoint(model.path(file), signal, { dropPrefix });
      opened.push({ dispose: () => checkpoint.close() });
      return checkpoint;
    },
    async openSession(graph, extra) {
      signal.throwIfAborted();
      const session = await createSession(graph ?? '', {
        ...options.session,
        dataFolder: model.folder,
        ...extra,
      });
      opened.push(session);
      return session;
    },
  };
  try {
    const language = await openLanguageModel(context, signal);
    const { flow, provider } = await openFlow(context, signal);
    return { provider, flow, ...language, ...(await openVocoder(context, signal)), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface Opening {
  readonly model: InstalledModel;
  readonly options: CosyVoiceModelOptions;
  readonly choice: GraphChoice;
  /** What these open is closed with the model. */
  readonly openCheckpoint: (file: string, dropPrefix?: string) => Promise<Checkpoint>;
  readonly openSession: (graph: string | undefined, extra?: Partial<SessionOptions>) => Promise<Session>;
}

async function chooseGraphs(arithmetic: CosyVoiceModelOptions['arithmetic']): Promise<GraphChoice> {
  if (arithmetic === 'float') return { arithmetic: 'floats', attention: 'plain' };
  const isExact = await hasExactSignedProducts();
  return { arithmetic: isExact ? 'eightBits' : 'sevenBits', attention: 'fused' };
}

async function openLanguageModel(
  opening: Opening,
  signal: AbortSignal,
): Promise<Pick<CosyVoiceModel, 'rows' | 'startLanguageModel'>> {
  const { headWidth = publishedHeadWidth, onNote } = opening.options;
  const recipe = languageModelRecipe(opening.choice, headWidth);
  const graphs = await prepareCheckpoint(opening.model, { ...recipe, ...(onNote && { onNote }) }, signal);
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.languageModel);
  const shape = readLanguageModelShape(checkpoint, headWidth);
  const session = await opening.openSession(graphs[cosyVoiceGraphs.languageModel], {
    deviceOutputs: memoryOutputs(shape),
  });
  return {
    rows: createTokenRows(checkpoint, shape),
    startLanguageModel: () => startLanguageModel(session, shape),
  };
}

async function openFlow(
  opening: Opening,
  signal: AbortSignal,
): Promise<Pick<CosyVoiceModel, 'flow' | 'provider'>> {
  const { onNote } = opening.options;
  const recipe = flowRecipe(opening.choice);
  const graphs = await prepareCheckpoint(opening.model, { ...recipe, ...(onNote && { onNote }) }, signal);
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.flow);
  const { headWidth } = readEstimatorShape(checkpoint);
  const condition = await opening.openSession(graphs[cosyVoiceGraphs.condition], { provider: 'cpu' });
  const estimator = await opening.openSession(graphs[cosyVoiceGraphs.estimator]);
  return { flow: createFlow({ condition, estimator, headWidth }), provider: estimator.provider };
}

async function openVocoder(
  opening: Opening,
  signal: AbortSignal,
): Promise<Pick<CosyVoiceModel, 'startVocoder'>> {
  const { onNote } = opening.options;
  const graphs = await prepareCheckpoint(
    opening.model,
    { ...vocoderRecipe(), ...(onNote && { onNote }) },
    signal,
  );
  const checkpoint = await opening.openCheckpoint(cosyVoiceFiles.vocoder, vocoderPrefix);
  const sourceWeights = await readSourceWeights(checkpoint);
  // In doubles, which graphics cards do not have.
  const pitch = await opening.openSession(graphs[cosyVoiceGraphs.pitch], { provider: 'cpu' });
  const vocoder = await opening.openSession(graphs[cosyVoiceGraphs.vocoder]);
  return {
    startVocoder: (options) => startVocoder({ pitch, vocoder }, { sourceWeights, ...options }),
  };
}

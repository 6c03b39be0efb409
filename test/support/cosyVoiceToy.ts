import path from 'node:path';
import type { Session, SessionOptions } from '../../server/src/inference/session.ts';
import { createFlow, type Flow, type FlowVoice } from '../../server/src/synthesis/engines/cosyVoice/flow.ts';
import type { FlowMemoryOptions } from '../../server/src/synthesis/engines/cosyVoice/flowMemory.ts';
import type { Attention } from '../../server/src/synthesis/engines/cosyVoice/graph/checkpointLayers.ts';
import { buildCondition } from '../../server/src/synthesis/engines/cosyVoice/graph/conditionGraph.ts';
import { buildEstimator } from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorGraph.ts';
import { readEstimatorShape } from '../../server/src/synthesis/engines/cosyVoice/graph/estimatorShape.ts';
import { buildLanguageModel } from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelGraph.ts';
import {
  readLanguageModelShape,
  type LanguageModelShape,
} from '../../server/src/synthesis/engines/cosyVoice/graph/languageModelShape.ts';
import {
  createTokenRows,
  memoryOutputs,
  startLanguageModel,
} from '../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import type {
  CosyVoiceParts,
  SegmentRequest,
} from '../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { openCheckpointFolder, type CheckpointFolder } from './checkpointGraph.ts';
import { goldenFolder, maxDifference, readNpz } from './golden.ts';

/** Random weights of a tiny CosyVoice 3, and what the reference makes with them. */
export const cosyVoiceToyFolder = path.join(goldenFolder, 'cosyvoice');

/** Values of the reference for one utterance, by name. */
export function readCosyVoiceToy(): (name: string) => Float32Array {
  const arrays = readNpz(path.join(cosyVoiceToyFolder, 'golden_e2e.npz'));
  return (name) => {
    const found = arrays.get(name);
    if (found === undefined) throw new Error(`The reference has no ${name}.`);
    return found.values;
  };
}

export interface ToyLanguageModel extends Pick<CosyVoiceParts, 'rows' | 'startLanguageModel'> {
  readonly folder: CheckpointFolder;
  readonly session: Session;
  readonly shape: LanguageModelShape;
}

export async function openToyLanguageModel(options: Partial<SessionOptions> = {}): Promise<ToyLanguageModel> {
  const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'llm.pt'));
  const { checkpoint, location } = folder;
  const shape = readLanguageModelShape(checkpoint, 16);
  const attention = attentionOf(options);
  const model = buildLanguageModel(checkpoint, { shape, attention, location });
  const session = await folder.load(model, { deviceOutputs: memoryOutputs(shape), ...options });
  return {
    folder,
    shape,
    session,
    rows: createTokenRows(checkpoint, shape),
    startLanguageModel: () => startLanguageModel(session, shape),
  };
}

function attentionOf({ provider }: Partial<SessionOptions>): Attention {
  return provider === 'webgpu' ? 'plain' : 'fused';
}

export interface ToySpeech {
  readonly tokens: readonly number[];
  /** The greatest difference to the reference's logits, of the 24 steps that it gives. */
  readonly logitsDifference: number;
}

/** So many tokens, each the likeliest that is not one of the ten before it, as the reference spoke 80 of them. */
export async function speakToyTokens(
  model: Pick<CosyVoiceParts, 'rows' | 'startLanguageModel'>,
  { values, count }: { readonly values: (name: string) => Float32Array; readonly count: number },
): Promise<ToySpeech> {
  const { rows, startLanguageModel: start } = model;
  const run = start();
  const tokens: number[] = [];
  let logitsDifference = 0;
  let logits = await run.read(values('prefill_embeds'));
  for (let index = 0; index < count; index += 1) {
    const expected = values('step_logits').subarray(index * logits.length, (index + 1) * logits.length);
    if (expected.length > 0) logitsDifference = Math.max(logitsDifference, maxDifference(logits, expected));
    tokens.push(likeliest(logits, tokens.slice(-10)));
    logits = await run.read(await rows.speech(tokens.slice(-1)));
  }
  run.dispose();
  return { tokens, logitsDifference };
}

/** Ids from here on are no sounds. */
const soundCount = 6561;

function likeliest(logits: Float32Array, without: readonly number[]): number {
  const allowed = logits
    .subarray(0, soundCount)
    .map((value, id) => (without.includes(id) ? -Infinity : value));
  return allowed.indexOf(Math.max(...allowed));
}

export interface ToyFlow {
  readonly folder: CheckpointFolder;
  readonly flow: Flow;
  /** Of each run of the estimator, how many frames it had. */
  readonly runs: readonly EstimatorRun[];
}

export interface EstimatorRun {
  readonly frameCount: number;
  /** Of these, what was computed before. */
  readonly contextCount: number;
}

export async function openToyFlow(
  options: Partial<SessionOptions> = {},
  memory?: Pick<FlowMemoryOptions, 'type' | 'byteLimit'>,
): Promise<ToyFlow> {
  const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'flow.pt'));
  const { checkpoint, location } = folder;
  const shape = readEstimatorShape(checkpoint);
  const attention = attentionOf(options);
  const condition = await folder.load(buildCondition(checkpoint, location), options);
  const graph = buildEstimator(checkpoint, {
    shape,
    attention,
    location,
    ...(memory && { memory: memory.type }),
  });
  const estimator = await folder.load(graph, options);
  const runs: EstimatorRun[] = [];
  const watched: Session = {
    ...estimator,
    run(feeds, outputs) {
      const [, , frameCount = 0] = feeds['sound']?.dims ?? [];
      const context = feeds['context'];
      runs.push({ frameCount, contextCount: context?.type === 'int64' ? Number(context.data[0]) : 0 });
      return estimator.run(feeds, outputs);
    },
  };
  const flow = createFlow({
    condition,
    estimator: watched,
    headWidth: shape.headWidth,
    ...(memory && { memory: { ...memory, blockCount: shape.blockCount, width: shape.width } }),
  });
  return { folder, flow, runs };
}

export function readToyVoice(values: (name: string) => Float32Array): FlowVoice {
  return {
    tokens: [...values('prompt_speech_tokens')],
    mel: values('prompt_feat'),
    embedding: values('embedding'),
  };
}

/** The reference's utterance, to be spoken as a whole. */
export function readToySegment(values: (name: string) => Float32Array): SegmentRequest {
  return {
    prefill: {
      textIds: [...values('prompt_text_ids'), ...values('text_ids')],
      speechIds: [...values('prompt_speech_tokens')],
      spokenTextCount: values('text_ids').length,
    },
    voice: readToyVoice(values),
    seed: 1,
    speed: 1,
    isStreamed: false,
  };
}

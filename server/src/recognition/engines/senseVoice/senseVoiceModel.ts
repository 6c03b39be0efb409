import { createSession, type Session, type SessionOptions } from '../../../inference/session.ts';
import { float32Tensor, outputOf, type NamedTensors, type TensorOf } from '../../../inference/tensor.ts';
import { headFrameCount, type FrameScores } from './ctcDecoding.ts';
import { decisionOutputs } from './graph/decisions.ts';
import type { SenseVoiceLayout } from './senseVoiceLayout.ts';
import { featureDimension } from './senseVoiceMetadata.ts';

/** One utterance for the graph. */
export interface SenseVoiceQuery {
  /** Row-major [T, 560], T at least 1. */
  readonly features: Float32Array;
  /** Rows of the prompt table. */
  readonly languageId: number;
  readonly textNormId: number;
  /** Whether the logits are wanted: 50 MB for half a minute. */
  readonly wantsLogits?: boolean;
}

export interface SenseVoiceAnswer {
  /** T + 4 frames. */
  readonly frames: FrameScores;
  /** [V] logits of one of the four frames of the head. */
  head(frame: 0 | 1 | 2 | 3): Float32Array;
  /** Row-major [T, V] of the frames after the head; null where they were not wanted. */
  readonly logits: Float32Array | null;
}

/** A prepared graph that is loaded. */
export interface SenseVoiceModel extends Pick<Session, 'provider' | 'dispose'> {
  readonly pieceCount: number;
  /** @throws SpeechError as `Session.run` */
  run(query: SenseVoiceQuery): Promise<SenseVoiceAnswer>;
}

/** @throws SpeechError as `createSession` */
export async function openSenseVoiceModel(
  path: string,
  layout: SenseVoiceLayout,
  options: SessionOptions,
): Promise<SenseVoiceModel> {
  const session = await createSession(path, { spinning: 'briefly', ...options, ownThread: true });
  const run = async (query: SenseVoiceQuery): Promise<SenseVoiceAnswer> =>
    toAnswer(
      await session.run(toFeeds(query, layout), [
        ...Object.values(decisionOutputs),
        ...(query.wantsLogits === true ? [layout.logits] : []),
      ]),
      query.wantsLogits === true ? layout.logits : null,
    );
  try {
    // Also the warm-up: the first run sets the session up.
    const first = await run({ features: new Float32Array(featureDimension), languageId: 0, textNormId: 15 });
    return {
      provider: session.provider,
      pieceCount: first.head(0).length,
      run,
      dispose: () => session.dispose(),
    };
  } catch (error) {
    await session.dispose();
    throw error;
  }
}

/** The inputs of a graph, published or prepared. */
export function toFeeds(
  { features, languageId, textNormId }: SenseVoiceQuery,
  layout: SenseVoiceLayout,
): NamedTensors {
  const frameCount = features.length / featureDimension;
  const one = (value: number): TensorOf<'int32'> => ({
    type: 'int32',
    dims: [1],
    data: Int32Array.of(value),
  });
  return {
    [layout.features]: float32Tensor(features, [1, frameCount, featureDimension]),
    [layout.lengths]: one(frameCount),
    [layout.language]: one(languageId),
    [layout.textNorm]: one(textNormId),
  };
}

function toAnswer(outputs: NamedTensors, logits: string | null): SenseVoiceAnswer {
  const { data } = outputOf(outputs, decisionOutputs.head, 'float32');
  const pieceCount = data.length / headFrameCount;
  return {
    frames: {
      ids: Int32Array.from(outputOf(outputs, decisionOutputs.ids, 'int64').data, Number),
      maxima: outputOf(outputs, decisionOutputs.maxima, 'float32').data,
      logSums: outputOf(outputs, decisionOutputs.logSums, 'float32').data,
    },
    head: (frame) => data.subarray(frame * pieceCount, (frame + 1) * pieceCount),
    logits:
      logits === null
        ? null
        : outputOf(outputs, logits, 'float32').data.subarray(headFrameCount * pieceCount),
  };
}

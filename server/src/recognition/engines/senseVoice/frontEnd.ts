import type { Cmvn } from '../../../audio/cmvn.ts';
import { fbankFrames } from '../../../audio/fbank.ts';
import { finiteSamples } from '../../../audio/finiteSamples.ts';
import { createSessionInMemory, type SessionOptions } from '../../../inference/session.ts';
import { float32Tensor, outputOf } from '../../../inference/tensor.ts';
import { buildFrontEndGraph, frontEndTensors } from './graph/frontEnd.ts';

/** From one stacked frame to the next. */
export const frameMs = 60;

/** What SenseVoice hears of samples. */
export interface FrontEnd {
  /**
   * Computes on the calling thread, and those of its session: 2 ms for 10 s.
   *
   * @param samples  mono 16 kHz in [-1, 1]. One that is no number is silent; it would be all that is heard of the
   *                 utterance.
   * @returns        row-major [T, 560]; T = 0 below 25 ms
   * @throws SpeechError as `Session.run`
   */
  toFeatures(samples: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** @throws SpeechError as `createSessionInMemory` */
export async function openFrontEnd(
  cmvn: Cmvn,
  { threadCount }: Pick<SessionOptions, 'threadCount'>,
): Promise<FrontEnd> {
  const session = await createSessionInMemory(
    { name: 'front end of SenseVoice', bytes: buildFrontEndGraph(cmvn) },
    { spinning: 'briefly', ...(threadCount !== undefined && { threadCount }) },
  );
  const toFeatures = async (samples: Float32Array): Promise<Float32Array> => {
    if (samples.length < fbankFrames.frameSamples) return new Float32Array();
    const heard = float32Tensor(finiteSamples(samples), [1, 1, samples.length]);
    const outputs = await session.run({ [frontEndTensors.samples]: heard });
    return outputOf(outputs, frontEndTensors.features, 'float32').data;
  };
  // The first run sets the session up.
  await toFeatures(new Float32Array(fbankFrames.frameSamples));
  return { toFeatures, dispose: () => session.dispose() };
}

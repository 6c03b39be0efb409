import type { Cmvn } from '../../../audio/cmvn.ts';
import { fbankFrames } from '../../../audio/fbank.ts';
import { finiteSamples } from '../../../audio/finiteSamples.ts';
import { createSessionInMemory, type SessionOptions } from '../../../inference/session.ts';
import { float32Tensor, outputOf } from '../../../inference/tensor.ts';
import { buildFrontEndGraph, frontEndTensors } from './graph/frontEnd.ts';

const { blockSamples, frameSamples } = fbankFrames;

/** From one stacked frame to the next. */
export const frameMs = 60;

/** What SenseVoice hears of samples. */
export interface FrontEnd {
  /**
   * Computes on the calling thread, and those of its session: 3.5 ms for 10 s with two.
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
    if (samples.length < frameSamples) return new Float32Array();
    const mean = meanOf(samples);
    // The mean tells of all at once whether they are numbers.
    const heard = Number.isFinite(mean) ? { samples, mean } : cleaned(samples);
    const blockCount = Math.floor(samples.length / blockSamples);
    const outputs = await session.run({
      [frontEndTensors.blocks]: float32Tensor(heard.samples.subarray(0, blockCount * blockSamples), [
        blockCount,
        blockSamples,
      ]),
      [frontEndTensors.mean]: float32Tensor(Float32Array.of(heard.mean), [1]),
    });
    return outputOf(outputs, frontEndTensors.features, 'float32').data;
  };
  try {
    // The first run sets the session up.
    await toFeatures(new Float32Array(frameSamples));
  } catch (error) {
    await session.dispose();
    throw error;
  }
  return { toFeatures, dispose: () => session.dispose() };
}

function cleaned(samples: Float32Array): { readonly samples: Float32Array; readonly mean: number } {
  const finite = finiteSamples(samples);
  return { samples: finite, mean: meanOf(finite) };
}

function meanOf(samples: Float32Array): number {
  let sum = 0;
  // A loop by index: a call or an iterator for each sample takes up to ten times as long.
  for (let index = 0; index < samples.length; index++) sum += samples[index] ?? 0;
  return sum / samples.length;
}

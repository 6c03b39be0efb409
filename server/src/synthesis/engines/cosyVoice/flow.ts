import { SpeechError } from '../../../../../protocol/errors.ts';
import { createTorchNoise } from '../../../audio/torchNoise.ts';
import type { Session } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { bandCount, conditionNames, framesPerToken, lookaheadTokens } from './graph/conditionGraph.ts';
import { frameRotary, timeWaves } from './graph/estimatorAngles.ts';
import { estimatorNames } from './graph/estimatorGraph.ts';
import { waveCount } from './graph/estimatorShape.ts';

/** What a voice is to the flow. */
export interface FlowVoice {
  /** Speech tokens of its clip, n of them. */
  readonly tokens: readonly number[];
  /** Row-major [2 n, 80]: the log-mel spectrogram of the clip. */
  readonly mel: Float32Array;
  /** [192], of CAM++. */
  readonly embedding: Float32Array;
}

export interface FlowRequest {
  readonly voice: FlowVoice;
  /** What the language model spoke. */
  readonly tokens: readonly number[];
  /** False: more tokens will come, and the last three are only looked at. */
  readonly isFinal: boolean;
  /** A frame sees no further than the end of its chunk of so many frames; absent: it sees all. */
  readonly chunkFrames?: number;
}

export interface FlowSessions {
  readonly condition: Session;
  readonly estimator: Session;
  /** Of the estimator. */
  readonly headWidth: number;
}

/** The second half of CosyVoice 3: from speech tokens to a spectrogram. */
export interface Flow {
  /**
   * Makes the log-mel spectrogram of speech tokens in the voice of a clip, which it goes on from: row-major [80, 2 m]
   * of m tokens. It starts from a noise that is always the same, and takes ten steps to the sound.
   *
   * @param signal  looked at before each step
   * @throws SpeechError inputTooLong (clip and speech together are over five minutes), and what the sessions throw
   * Source: CosyVoice, cosyvoice/flow/flow_matching.py (CausalConditionalCFM)
   */
  run(request: FlowRequest, signal: AbortSignal): Promise<Float32Array>;
}

/** The sessions stay the caller's. */
export function createFlow({ condition, estimator, headWidth }: FlowSessions): Flow {
  let noise: Float32Array | undefined;
  return {
    async run({ voice, tokens, isFinal, chunkFrames }, signal) {
      signal.throwIfAborted();
      const allTokens = [...voice.tokens, ...tokens];
      const allFrames = framesPerToken * allTokens.length;
      const frameCount = allFrames - (isFinal ? 0 : framesPerToken * lookaheadTokens);
      if (frameCount > noiseFrames) throw tooLong(frameCount);
      const told = await condition.run({
        [conditionNames.tokens]: int64Tensor(allTokens, [1, allTokens.length]),
        [conditionNames.voice]: float32Tensor(voice.embedding, [1, voice.embedding.length]),
      });
      const wanted = outputOf(told, conditionNames.condition, 'float32').data;
      // The first frames of the noise [80, 15000] that PyTorch draws from the seed 0, as the model was released.
      noise ??= createTorchNoise(0, bandCount * noiseFrames);
      const inputs = {
        frameCount,
        noise: pickFrames(noise, noiseFrames, { start: 0, count: frameCount }),
        condition: pickFrames(wanted, allFrames, { start: 0, count: frameCount }),
        prompt: promptFrames(voice.mel, frameCount),
        speaker: outputOf(told, conditionNames.speaker, 'float32').data,
        chunkFrames: chunkFrames ?? frameCount,
        headWidth,
      };
      const start = framesPerToken * voice.tokens.length;
      const sound = await solve(estimator, inputs, signal);
      return pickFrames(sound, frameCount, { start, count: frameCount - start });
    },
  };
}

const noiseFrames = 15_000;

function tooLong(frameCount: number): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `The clip of the voice and the speech have ${frameCount} frames together, more than ${noiseFrames}.`,
    hint: 'Speak a shorter text at once.',
  });
}

interface SolverInputs {
  readonly frameCount: number;
  /** Row-major [80, T]; becomes the sound. */
  readonly noise: Float32Array;
  readonly condition: Float32Array;
  readonly prompt: Float32Array;
  /** [80]. */
  readonly speaker: Float32Array;
  readonly chunkFrames: number;
  readonly headWidth: number;
}

/**
 * Ten steps, short ones first, each led away from where the sound would go if nothing were told: the second of the two
 * sounds in a batch is told nothing.
 */
async function solve(estimator: Session, inputs: SolverInputs, signal: AbortSignal): Promise<Float32Array> {
  const { frameCount, noise: sound } = inputs;
  const size = bandCount * frameCount;
  const dims = [2, bandCount, frameCount];
  const { cosines, sines } = frameRotary(frameCount, inputs.headWidth);
  const angleDims = [frameCount, inputs.headWidth / 2];
  const fixed = {
    [estimatorNames.condition]: float32Tensor(withNothing(inputs.condition), dims),
    [estimatorNames.prompt]: float32Tensor(withNothing(inputs.prompt), dims),
    [estimatorNames.speaker]: float32Tensor(withNothing(inputs.speaker), [2, bandCount]),
    [estimatorNames.cosines]: float32Tensor(cosines, angleDims),
    [estimatorNames.sines]: float32Tensor(sines, angleDims),
    [estimatorNames.chunk]: int64Tensor([inputs.chunkFrames], []),
  };
  let time = 0;
  for (let step = 0; step < stepCount; step += 1) {
    signal.throwIfAborted();
    const outputs = await estimator.run({
      ...fixed,
      [estimatorNames.sound]: float32Tensor(twice(sound), dims),
      [estimatorNames.time]: float32Tensor(timeWaves(time), [1, 2 * waveCount]),
    });
    const velocity = outputOf(outputs, estimatorNames.velocity, 'float32').data;
    const duration = Math.fround(timeOf(step + 1) - time);
    for (let index = 0; index < size; index += 1) {
      const led = (1 + guidance) * (velocity[index] ?? 0) - guidance * (velocity[size + index] ?? 0);
      sound[index] = (sound[index] ?? 0) + duration * led;
    }
    time = Math.fround(time + duration);
  }
  return sound;
}

const stepCount = 10;
/** `inference_cfg_rate`. */
const guidance = 0.7;

function timeOf(step: number): number {
  return Math.fround(1 - Math.cos((step / stepCount) * 0.5 * Math.PI));
}

function twice(values: Float32Array): Float32Array {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  both.set(values, values.length);
  return both;
}

function withNothing(values: Float32Array): Float32Array {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  return both;
}

/** Row-major [2 n, 80] to the first frames of [80, T], and zeros after them. */
function promptFrames(mel: Float32Array, frameCount: number): Float32Array {
  const frames = new Float32Array(bandCount * frameCount);
  for (let index = 0; index < mel.length; index += 1) {
    const frame = Math.floor(index / bandCount);
    frames[(index % bandCount) * frameCount + frame] = mel[index] ?? 0;
  }
  return frames;
}

/** A copy of some frames of [80, from]. */
function pickFrames(
  values: Float32Array,
  from: number,
  { start, count }: { readonly start: number; readonly count: number },
): Float32Array {
  const picked = new Float32Array(bandCount * count);
  for (let band = 0; band < bandCount; band += 1) {
    picked.set(values.subarray(band * from + start, band * from + start + count), band * count);
  }
  return picked;
}

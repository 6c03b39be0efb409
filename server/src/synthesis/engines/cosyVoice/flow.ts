import { SpeechError } from '../../../../../protocol/errors.ts';
import { createTorchNoise } from '../../../audio/torchNoise.ts';
import type { Session } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { addedNames, createFlowMemory, type FlowMemory, type FlowMemoryOptions } from './flowMemory.ts';
import { stepCount } from './flowSteps.ts';
import { solveFlow, type SolverInputs, type SolverMemory } from './flowSolver.ts';
import { bandCount, conditionNames, framesPerToken, lookaheadTokens } from './graph/conditionGraph.ts';
import { joinFrames, pickFrames, transposeFrames } from './melFrames.ts';

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
  /**
   * It is no piece of a stream: beyond its clip all is computed at once, so that it sounds alike to the last bit whether
   * a stream began with the same tokens or not.
   */
  readonly isWhole?: boolean;
  /** A frame sees no further than the end of its chunk of so many frames; absent: it sees all. */
  readonly chunkFrames?: number;
}

export interface FlowSessions {
  readonly condition: Session;
  readonly estimator: Session;
  /** Of the estimator. */
  readonly headWidth: number;
  /** Of an estimator that has one; see `Flow.remembers`. */
  readonly memory?: FlowMemoryOptions;
}

/** The second half of CosyVoice 3: from speech tokens to a spectrogram. */
export interface Flow {
  /** True where a frame always sees all others: `chunkFrames` changes nothing, and nothing can be streamed. */
  readonly isWhole?: boolean;

  /**
   * Whether what is cut into chunks is computed once: the clip for all that is spoken in its voice, and each chunk of a
   * stream. The whole then costs no more than what is new.
   */
  readonly remembers: boolean;

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
export function createFlow({ condition, estimator, headWidth, memory: options }: FlowSessions): Flow {
  let noise: Float32Array | undefined;
  const recall = options === undefined ? undefined : createRecall(options);
  return {
    remembers: recall !== undefined,
    async run(request, signal) {
      signal.throwIfAborted();
      const { voice, tokens, isFinal, chunkFrames } = request;
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
        estimator,
      };
      const start = framesPerToken * voice.tokens.length;
      const sound =
        recall === undefined
          ? await solveFlow(inputs, signal)
          : await recall.solve(inputs, { ...request, allTokens }, signal);
      return pickFrames(sound, frameCount, { start, count: frameCount - start });
    },
  };
}

interface RecalledRequest extends FlowRequest {
  /** Those of the clip, and what is spoken. */
  readonly allTokens: readonly number[];
}

interface Recall {
  /** @returns row-major [80, T] */
  solve(inputs: SolverInputs, request: RecalledRequest, signal: AbortSignal): Promise<Float32Array>;
}

/** Computes what no run before has computed, where it is cut into the same chunks and begins with the same tokens. */
function createRecall(options: FlowMemoryOptions): Recall {
  const blind: SolverMemory = {
    kept: createFlowMemory({ ...options, byteLimit: 0 }),
    addedCount: 0,
    addedNames: [],
  };
  let memory: FlowMemory | undefined;
  let known: RecalledRequest | undefined;
  let isBusy = false;

  function startOf(request: RecalledRequest, chunkFrames: number): number {
    const { allTokens, voice, isWhole = false } = request;
    if (known === undefined || !isSameVoice(known.voice, voice)) return 0;
    if (known.chunkFrames !== chunkFrames) return 0;
    const usable = isWhole ? voice.tokens : allTokens;
    return wholeChunks(commonLength(usable, known.allTokens), chunkFrames);
  }

  /** Computes what is not known of the frames, and keeps the first of it. @returns row-major [80, new frames] */
  async function extend(
    kept: FlowMemory,
    { addedCount, ...inputs }: SolverInputs & { readonly addedCount: number },
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const solver = { kept, addedCount, addedNames: addedNames(options.blockCount) };
    const sound = await solveFlow({ ...inputs, memory: solver }, signal);
    kept.keep(addedCount);
    return sound;
  }

  return {
    async solve(inputs, request, signal) {
      const { allTokens, isFinal, voice, chunkFrames } = request;
      if (isBusy || chunkFrames === undefined) return solveFlow({ ...inputs, memory: blind }, signal);
      isBusy = true;
      try {
        memory ??= createFlowMemory(options);
        memory.truncate(startOf(request, chunkFrames));
        known = request;
        const most = chunkFrames * Math.floor(memory.capacity / chunkFrames);
        // By itself, as rounding depends on what is computed at once: the first utterance sounds as each later one.
        const clipCount = Math.min(wholeChunks(voice.tokens.length, chunkFrames), most);
        const unknownCount = clipCount - memory.frameCount;
        if (unknownCount > 0)
          await extend(memory, { ...firstFrames(inputs, clipCount), addedCount: unknownCount }, signal);
        const before = transposeFrames(
          memory.sound(stepCount, { start: 0, end: memory.frameCount }),
          bandCount,
        );
        // Of what has ended, the clip alone is of use to others.
        const lasting = wholeChunks(isFinal ? voice.tokens.length : allTokens.length, chunkFrames);
        const addedCount = Math.max(0, Math.min(lasting, most) - memory.frameCount);
        return joinFrames(before, await extend(memory, { ...inputs, addedCount }, signal));
      } finally {
        isBusy = false;
      }
    },
  };
}

function firstFrames(inputs: SolverInputs, count: number): SolverInputs {
  const first = (values: Float32Array): Float32Array =>
    pickFrames(values, inputs.frameCount, { start: 0, count });
  return {
    ...inputs,
    frameCount: count,
    noise: first(inputs.noise),
    condition: first(inputs.condition),
    prompt: first(inputs.prompt),
  };
}

/** Frames of the chunks that the first tokens decide, whatever follows. */
function wholeChunks(tokenCount: number, chunkFrames: number): number {
  const frameCount = framesPerToken * Math.max(0, tokenCount - lookaheadTokens);
  return chunkFrames * Math.floor(frameCount / chunkFrames);
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const end = a.findIndex((token, index) => token !== b[index]);
  return end === -1 ? a.length : end;
}

/** By what they say: a voice is read anew for each utterance. The tokens are compared with what follows them. */
function isSameVoice(a: FlowVoice, b: FlowVoice): boolean {
  return a.tokens.length === b.tokens.length && isEqual(a.embedding, b.embedding) && isEqual(a.mel, b.mel);
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/**
 * A clip of which all but the three last tokens are whole chunks, so that nothing of it is computed for each utterance
 * anew: its start is left out, less than a second, where more than three seconds stay.
 */
export function inWholeChunks(voice: FlowVoice, chunkFrames: number): FlowVoice {
  const dropped = (voice.tokens.length - lookaheadTokens) % (chunkFrames / framesPerToken);
  if (voice.tokens.length - dropped < leastClipTokens) return voice;
  return {
    ...voice,
    tokens: voice.tokens.slice(dropped),
    mel: voice.mel.subarray(framesPerToken * bandCount * dropped),
  };
}

/** Three seconds, below which a clip says too little of a voice. */
const leastClipTokens = 75;

export const noiseFrames = 15_000;

/** Over five minutes. */
export function tooLong(frameCount: number): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `The clip of the voice and the speech have ${frameCount} frames together, more than ${noiseFrames}.`,
    hint: 'Speak a shorter text at once.',
  });
}

/** Row-major [2 n, 80] to the first frames of [80, T], and zeros after them. */
export function promptFrames(mel: Float32Array, frameCount: number): Float32Array {
  const frames = new Float32Array(bandCount * frameCount);
  for (let index = 0; index < mel.length; index += 1) {
    const frame = Math.floor(index / bandCount);
    frames[(index % bandCount) * frameCount + frame] = mel[index] ?? 0;
  }
  return frames;
}

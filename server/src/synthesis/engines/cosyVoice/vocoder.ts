import {
  createHarmonicSource,
  createPlacedNoise,
  type HarmonicSourceOptions,
} from '../../../audio/harmonicSource.ts';
import { joinSamples } from '../../../audio/joinSamples.ts';
import type { Checkpoint } from '../../../checkpoint/openCheckpoint.ts';
import type { Session } from '../../../inference/session.ts';
import { float32Tensor, outputOf } from '../../../inference/tensor.ts';
import { pitchContext, pitchNames } from './graph/pitchGraph.ts';
import { frameSamples, vocoderContext, vocoderNames } from './graph/vocoderGraph.ts';
import { createMelFrames } from './melFrames.ts';

/** The last part of CosyVoice 3: from a spectrogram to the sound, as it comes and without seams. */
export interface VocoderStream {
  /**
   * Gives what is complete by now: 480 samples at 24 kHz for each frame, all but the last eight. However the frames
   * are cut, the sound is the same.
   *
   * @param mel     row-major [80, n], what follows the earlier ones
   * @param isLast  the sound ends here, and nothing is held back
   * @throws SpeechError outOfMemory, engineFailed; the signal's reason
   */
  push(mel: Float32Array, isLast: boolean, signal: AbortSignal): Promise<Float32Array>;
}

export interface VocoderSessions {
  readonly pitch: Session;
  readonly vocoder: Session;
}

/** `m_source.l_linear` of the checkpoint: how the nine harmonics are weighed together. */
export type SourceWeights = Pick<HarmonicSourceOptions, 'weights' | 'bias'>;

export interface VocoderOptions {
  readonly sourceWeights: SourceWeights;
  /** Changes the pitch of frames, in Hz; what has no voice is below 10. */
  readonly changePitch?: (pitchHz: Float32Array) => Float32Array;
  /** Absent: a noise that is the same at the same place. */
  readonly noise?: HarmonicSourceOptions['noise'];
}

const harmonicCount = 9;

/** @throws SpeechError modelIncompatible, modelCorrupt */
export async function readSourceWeights(checkpoint: Checkpoint): Promise<SourceWeights> {
  checkpoint.floatTensor('m_source.l_linear.weight', [1, harmonicCount]);
  const [bias = 0] = await checkpoint.read('m_source.l_linear.bias');
  return { weights: await checkpoint.read('m_source.l_linear.weight'), bias };
}

/** One utterance; the sessions stay the caller's. */
export function startVocoder(sessions: VocoderSessions, options: VocoderOptions): VocoderStream {
  const {
    sourceWeights,
    changePitch = (pitchHz: Float32Array) => pitchHz,
    noise = createPlacedNoise(harmonicCount),
  } = options;
  const source = createHarmonicSource({ ...sourceWeights, noise, sampleRateHz: 24_000, frameSamples });
  const frames = createMelFrames();
  /** Of the frames that are still kept, up to the last one whose pitch is known. */
  let excitation = new Float32Array(0);
  let pitchedCount = 0;
  let spokenCount = 0;
  const firstKept = (): number => pitchedCount - excitation.length / frameSamples;

  /** Makes the source of the frames whose pitch can be known. */
  async function pitchUntil(end: number): Promise<void> {
    const start = Math.max(0, pitchedCount - pitchContext.before);
    const mel = frames.window(start, frames.count);
    const outputs = await sessions.pitch.run({
      [pitchNames.mel]: float32Tensor(mel, [1, 80, frames.count - start]),
    });
    const heard = outputOf(outputs, pitchNames.pitch, 'float32').data;
    const added = source.extend(changePitch(heard.subarray(pitchedCount - start, end - start)));
    excitation = joinSamples([excitation, added]);
    pitchedCount = end;
  }

  /** @returns the samples of the frames before `end` that were not given yet */
  async function speakUntil(end: number): Promise<Float32Array> {
    const start = Math.max(0, spokenCount - vocoderContext.before);
    const mel = frames.window(start, pitchedCount);
    const known = excitation.slice((start - firstKept()) * frameSamples);
    const outputs = await sessions.vocoder.run({
      [vocoderNames.mel]: float32Tensor(mel, [1, 80, pitchedCount - start]),
      [vocoderNames.source]: float32Tensor(known, [1, 1, known.length]),
    });
    const sound = outputOf(outputs, vocoderNames.audio, 'float32').data;
    const spoken = sound.slice((spokenCount - start) * frameSamples, (end - start) * frameSamples);
    spokenCount = end;
    return spoken;
  }

  function forget(): void {
    const needed = Math.max(firstKept(), spokenCount - vocoderContext.before);
    excitation = excitation.slice((needed - firstKept()) * frameSamples);
    frames.forgetBefore(Math.min(needed, pitchedCount - pitchContext.before));
  }

  return {
    async push(mel, isLast, signal) {
      signal.throwIfAborted();
      frames.append(mel);
      const pitchEnd = frames.count - (isLast ? 0 : pitchContext.after);
      if (pitchEnd > pitchedCount) await pitchUntil(pitchEnd);
      signal.throwIfAborted();
      const soundEnd = pitchedCount - (isLast ? 0 : vocoderContext.after);
      if (soundEnd <= spokenCount) return new Float32Array(0);
      const sound = await speakUntil(soundEnd);
      forget();
      return sound;
    },
  };
}

import { analyzeShort, synthesizeShort } from '../../../../audio/shortSpectrum.ts';
import type { Session } from '../../../../inference/session.ts';
import { float32Tensor, outputOf } from '../../../../inference/tensor.ts';
import { bandCount } from '../graph/conditionGraph.ts';
import { createMelFrames } from '../melFrames.ts';
import type { VocoderOptions, VocoderStream } from '../vocoder.ts';

export interface SplitVocoderSessions {
  readonly pitch: Session;
  readonly source: Session;
  readonly decoder: Session;
}

/**
 * A vocoder in three graphs, the transforms between them computed here. Its source knows no state, so that all sound is
 * given at the end. The sessions stay the caller's.
 */
export function startSplitVocoder(
  { pitch, source, decoder }: SplitVocoderSessions,
  { changePitch = (pitchHz) => pitchHz }: Pick<VocoderOptions, 'changePitch'> = {},
): VocoderStream {
  const frames = createMelFrames();
  return {
    async push(mel, isLast, signal) {
      signal.throwIfAborted();
      frames.append(mel);
      const { count } = frames;
      if (!isLast || count === 0) return new Float32Array(0);
      const whole = float32Tensor(frames.window(0, count), [1, bandCount, count]);
      const heard = outputOf(await pitch.run({ mel: whole }), 'f0', 'float32').data;
      signal.throwIfAborted();
      const excited = await source.run({ f0: float32Tensor(changePitch(heard), [1, 1, count]) });
      const spectrum = analyzeShort(outputOf(excited, 'source', 'float32').data);
      signal.throwIfAborted();
      const said = await decoder.run({
        mel: whole,
        source_stft: float32Tensor(spectrum, [1, spectrumRows, spectrum.length / spectrumRows]),
      });
      const sound = synthesizeShort({
        magnitudes: outputOf(said, 'magnitude', 'float32').data,
        phases: outputOf(said, 'phase', 'float32').data,
      });
      return sound.map((sample) => Math.max(-mostLevel, Math.min(mostLevel, sample)));
    },
  };
}

/** Nine real parts and nine imaginary ones. */
const spectrumRows = 18;
/** `audio_limit` of CosyVoice 3. */
const mostLevel = 0.99;

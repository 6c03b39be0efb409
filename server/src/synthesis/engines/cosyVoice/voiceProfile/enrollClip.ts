import { SpeechError } from '../../../../../../protocol/errors.ts';
import { subtractMean } from '../../../../audio/cmvn.ts';
import { createFbank } from '../../../../audio/fbank.ts';
import { createLogMelSpectrogram } from '../../../../audio/logMelSpectrogram.ts';
import { createMelSpectrogram } from '../../../../audio/melSpectrogram.ts';
import { resampleBySincs } from '../../../../audio/sincResample.ts';
import type { NamedTensors, Session } from '../../../../inference/session.ts';
import { float32Tensor, type Tensor } from '../../../../inference/tensor.ts';
import { assertUsableSound, leastClipRateHz } from '../../../../voices/assertUsableSound.ts';
import {
  alignClip,
  bandCount,
  embeddingSize,
  type ClipRecording,
  type VoiceClip,
} from '../../../../voices/voiceProfile.ts';

/** The two models that look at a clip; they are not needed again, and stay the caller's. */
export interface EnrollmentSessions {
  /** `speech_tokenizer_v3.onnx`: `feats` [1, 128, T] and `feats_length` int32 [1] to tokens of 40 ms. */
  readonly speechTokenizer: Session;
  /** `campplus.onnx`: `input` [1, T, 80] to a vector of 192. */
  readonly speaker: Session;
}

const soundRateHz = 24_000;
const whisperBands = 128;

/**
 * Makes of a clip what CosyVoice 3 needs of a voice.
 *
 * @throws SpeechError invalidInput (under half a second, over 30 s, silent, without a transcript), unsupportedAudio
 *         (under 16 kHz), modelIncompatible (the models give something else), and what the sessions throw
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/frontend.py, _extract_speech_token, _extract_spk_embedding and
 * _extract_speech_feat.
 */
export async function enrollClip(
  recording: ClipRecording,
  { speechTokenizer, speaker }: EnrollmentSessions,
  signal: AbortSignal,
): Promise<VoiceClip> {
  signal.throwIfAborted();
  assertUsable(recording);
  const { samples, sampleRateHz: fromHz, transcript, language, emotion } = recording;
  const heard = resampleBySincs(samples, { fromHz, toHz: leastClipRateHz });
  const features = createLogMelSpectrogram(whisperBands).computeWhole(heard);
  const frameCount = features.length / whisperBands;
  const tokens = await speechTokenizer.run({
    feats: float32Tensor(features, [1, whisperBands, frameCount]),
    feats_length: { type: 'int32', dims: [1], data: Int32Array.of(frameCount) },
  });
  signal.throwIfAborted();
  const filtered = createFbank({ window: 'povey', scale: 1 }).compute(heard);
  subtractMean(filtered, bandCount);
  const vector = await speaker.run({
    input: float32Tensor(filtered, [1, filtered.length / bandCount, bandCount]),
  });
  const sound = resampleBySincs(samples, { fromHz, toHz: soundRateHz });
  const mel = createMelSpectrogram({
    sampleRateHz: soundRateHz,
    fftSize: 1920,
    hopSamples: 480,
    melCount: bandCount,
    highHz: soundRateHz / 2,
  }).compute(sound);
  return {
    emotion,
    transcript,
    language,
    ...alignClip(tokensOf(onlyOutput(tokens, speechTokenizer), frameCount), mel),
    embedding: vectorOf(onlyOutput(vector, speaker)),
  };
}

/** @throws SpeechError invalidInput, unsupportedAudio: see `enrollClip` */
export function assertUsable(recording: ClipRecording): void {
  assertUsableSound(recording, 'The clip');
  if (recording.transcript.trim() === '')
    throw new SpeechError('invalidInput', {
      message: 'The clip has no transcript.',
      hint: 'Write down exactly what is said in it.',
    });
}

function onlyOutput(outputs: NamedTensors, { outputNames }: Session): Tensor | undefined {
  return outputs[outputNames[0] ?? ''];
}

/** @param frameCount  of 10 ms */
function tokensOf(tensor: Tensor | undefined, frameCount: number): number[] {
  const isInteger = tensor?.type === 'int32' || tensor?.type === 'int64';
  // Of the tokenizer of version 1 there are twice as many.
  if (!isInteger || Math.abs(tensor.data.length - frameCount / framesOfToken) > 1)
    throw incompatible(
      'speech_tokenizer_v3.onnx',
      `a whole number for every ${framesOfToken} frames`,
      tensor,
    );
  return Array.from(tensor.data, Number);
}

const framesOfToken = 4;

function vectorOf(tensor: Tensor | undefined): Float32Array {
  if (tensor?.type !== 'float32' || tensor.data.length !== embeddingSize)
    throw incompatible('campplus.onnx', `a vector of ${embeddingSize}`, tensor);
  return tensor.data.slice();
}

function incompatible(file: string, expected: string, found: Tensor | undefined): SpeechError {
  const given = found === undefined ? 'nothing' : `${found.type} [${found.dims.join(', ')}]`;
  return new SpeechError('modelIncompatible', {
    message: `A model that looks at a clip gave ${given} instead of ${expected}.`,
    hint: `Use the ${file} that is published with CosyVoice 3.`,
  });
}

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
    ...alignClip(integersOf(onlyOutput(tokens, speechTokenizer)), mel),
    embedding: vectorOf(onlyOutput(vector, speaker)),
  };
}

function assertUsable(recording: ClipRecording): void {
  assertUsableSound(recording, 'The clip');
  if (recording.transcript.trim() === '')
    throw new SpeechError('invalidInput', {
      message: 'The clip has no transcript.',
      hint: 'Write down exactly what is said in it.',
    });
}

function onlyOutput(outputs: NamedTensors, { outputNames }: Session): Tensor {
  const found = outputs[outputNames[0] ?? ''];
  if (found === undefined) throw incompatible();
  return found;
}

function integersOf(tensor: Tensor): number[] {
  if (tensor.type !== 'int32' && tensor.type !== 'int64') throw incompatible();
  return Array.from(tensor.data, Number);
}

function vectorOf(tensor: Tensor): Float32Array {
  if (tensor.type !== 'float32' || tensor.data.length !== embeddingSize) throw incompatible();
  return tensor.data.slice();
}

function incompatible(): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: 'The models that look at a clip gave something else than tokens and a vector of 192.',
    hint: 'Use the speech_tokenizer_v3.onnx and the campplus.onnx that are published with CosyVoice 3.',
  });
}

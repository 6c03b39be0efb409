import { SpeechError } from '../../../protocol/errors.ts';
import { recognitionSampleRateHz } from './recognizer.ts';

/**
 * @param engine  as a person knows it: "Whisper"
 * @throws SpeechError inputTooLong
 */
export function assertUtteranceLength(
  samples: Float32Array,
  { engine, maxUtteranceMs }: { readonly engine: string; readonly maxUtteranceMs: number },
): void {
  const durationMs = (samples.length * 1000) / recognitionSampleRateHz;
  if (durationMs <= maxUtteranceMs) return;
  throw new SpeechError('inputTooLong', {
    message: `${engine} takes at most ${maxUtteranceMs / 1000} seconds at once, not ${Math.ceil(durationMs / 1000)}.`,
    hint: 'Cut the recording into segments at its pauses.',
  });
}

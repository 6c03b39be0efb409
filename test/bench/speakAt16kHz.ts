import { createResampler } from '../../server/src/audio/resample.ts';
import type { Prosody } from '../../protocol/prosody.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { speak } from '../../server/src/synthesis/pipeline.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';

export interface Speech {
  readonly text: string;
  readonly voice: string;
  readonly prosody: Prosody;
}

/** Speaks a text to be heard again. */
export async function speakAt16kHz(
  speech: Speech,
  synthesizer: Synthesizer,
  signal: AbortSignal,
): Promise<Float32Array> {
  const resampler = createResampler(synthesizer.description.sampleRateHz, recognitionSampleRateHz);
  const parts: Float32Array[] = [];
  for await (const { samples } of speak(synthesizer, speech, signal)) parts.push(resampler.push(samples));
  parts.push(resampler.flush());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

import path from 'node:path';
import { joinSamples } from '../audio/joinSamples.ts';
import { openAudioFile } from '../audioFiles/openAudioFile.ts';
import { assertUsableSound, longestClipMs, tooLong, type ClipSound } from '../voices/assertUsableSound.ts';

export interface Clip extends ClipSound {
  /** What it is called in messages. */
  readonly name: string;
}

/**
 * Reads a clip from a file of any format, at its own rate where that is a usual one, and no more of it than a clip may
 * have.
 *
 * @throws SpeechError fileUnreadable, unsupportedAudio, and as `assertUsableSound`
 */
export async function readClip(file: string, signal: AbortSignal): Promise<Clip> {
  const name = `The clip ${path.basename(file)}`;
  const audio = await openAudioFile(file, signal);
  if (audio.durationMs !== null && audio.durationMs > longestClipMs) throw tooLong(name, audio.durationMs);
  const sampleRateHz = readingRateHz(audio.sampleRateHz);
  const longestSamples = (sampleRateHz * longestClipMs) / 1000;
  const chunks: Float32Array[] = [];
  let count = 0;
  for await (const chunk of audio.readMono(sampleRateHz, signal)) {
    chunks.push(chunk);
    count += chunk.length;
    if (count > longestSamples) throw tooLong(name, null);
  }
  const clip = { name, samples: joinSamples(chunks), sampleRateHz };
  assertUsableSound(clip, name);
  return clip;
}

const usualRatesHz: readonly number[] = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000];

/** The filters of an odd rate would have a phase for each of its samples. Too low a rate stays, to be refused. */
function readingRateHz(rateHz: number): number {
  if (rateHz < 16_000 || usualRatesHz.includes(rateHz)) return rateHz;
  return rateHz < 24_000 ? 24_000 : 48_000;
}

import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';

/** A whole sound file as recognizers take it: mono 16 kHz in [-1, 1]. */
export async function readSamples(file: string, signal: AbortSignal): Promise<Float32Array> {
  const audio = await openAudioFile(file, signal);
  const parts: Float32Array[] = [];
  for await (const part of audio.readMono(recognitionSampleRateHz, signal)) parts.push(part);
  const samples = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    samples.set(part, offset);
    offset += part.length;
  }
  return samples;
}

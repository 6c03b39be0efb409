import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { readToyWav } from './toyClips.ts';

/** The ten utterances of the toy language again and again, made as they are read: half a second a chunk. */
export async function* endlessToy(minutes: number): AsyncGenerator<Float32Array, void, undefined> {
  const clip = readToyWav('long.wav');
  const chunkSamples = recognitionSampleRateHz / 2;
  const wantedSamples = minutes * 60 * recognitionSampleRateHz;
  for (let given = 0; given < wantedSamples; given += chunkSamples) {
    const start = given % (clip.length - chunkSamples);
    yield await Promise.resolve(clip.slice(start, start + chunkSamples));
  }
}

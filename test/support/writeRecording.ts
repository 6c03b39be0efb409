import { readFileSync } from 'node:fs';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';

/** Little-endian 16 bit samples at 16 kHz as a WAV file. */
export async function writeRecording(rawFile: string, wavFile: string): Promise<void> {
  const bytes = readFileSync(rawFile);
  const length = Math.floor(bytes.length / 2);
  const samples = Float32Array.from({ length }, (_, index) => bytes.readInt16LE(2 * index) / 32_768);
  const writer = await createWavWriter(wavFile, { sampleRateHz: 16_000 });
  await writer.write(samples);
  await writer.close();
}

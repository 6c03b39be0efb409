import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodePcm16 } from '../../../server/src/audio/pcm.ts';
import { buildWavHeader } from '../../../server/src/audio/wav.ts';

/** Two stretches of sound with two seconds between them. */
export function twoSounds(): Buffer {
  const samples = Float32Array.from({ length: 16_000 * 4 }, (_, index) =>
    index < 16_000 || index >= 48_000 ? 0.5 * Math.sin(index / 5) : 0,
  );
  const data = encodePcm16(samples);
  return Buffer.concat([
    buildWavHeader({ sampleRateHz: 16_000, channelCount: 1, dataBytes: data.length }),
    data,
  ]);
}

export const sound = new Blob([twoSounds()]);

/** Files of uploads of this process. */
export async function uploads(): Promise<string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(`aloud-http-${process.pid}-`));
  return (await Promise.all(folders.map((folder) => readdir(path.join(tmpdir(), folder))))).flat();
}

/** The beginning of a form whose parts are bounded by `b`: all but the bytes of its file. */
export const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';

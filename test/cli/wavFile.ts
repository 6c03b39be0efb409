import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** 16 kHz mono 16-bit silence, or a tone that the fake detector takes for speech. */
export function wavFile(
  folder: string,
  name: string,
  options: { readonly seconds: number; readonly isLoud: boolean },
): string {
  const sampleCount = Math.round(options.seconds * 16_000);
  const bytes = Buffer.alloc(44 + sampleCount * 2);
  bytes.write('RIFF');
  bytes.writeUInt32LE(36 + sampleCount * 2, 4);
  bytes.write('WAVEfmt ', 8);
  for (const [value, offset] of [
    [16, 16],
    [16_000, 24],
    [32_000, 28],
  ] as const)
    bytes.writeUInt32LE(value, offset);
  for (const [value, offset] of [
    [1, 20],
    [1, 22],
    [2, 32],
    [16, 34],
  ] as const)
    bytes.writeUInt16LE(value, offset);
  bytes.write('data', 36);
  bytes.writeUInt32LE(sampleCount * 2, 40);
  for (let index = 0; options.isLoud && index < sampleCount; index += 1) {
    bytes.writeInt16LE(Math.round(8000 * Math.sin(index / 10)), 44 + index * 2);
  }
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

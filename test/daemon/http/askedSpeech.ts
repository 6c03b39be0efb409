import { writeFile } from 'node:fs/promises';
import { createTempFolder, readAll } from '../../audioFiles/audioFixtures.ts';

/** Of two paragraphs, so that it is spoken in two pieces at least. */
export const text = 'One two.\n\nThree four five.';
export const voice = 'af_heart';

/** @param bytes  a sound file @returns its samples at 24 kHz */
export async function decode(bytes: Uint8Array): Promise<Float32Array> {
  await using folder = await createTempFolder();
  await writeFile(folder.file('sound'), bytes);
  return await readAll(folder.file('sound'), 24_000);
}

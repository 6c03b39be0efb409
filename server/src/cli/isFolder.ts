import { stat } from 'node:fs/promises';

/** Also of what a link leads to. */
export async function isFolder(place: string): Promise<boolean> {
  const found = await stat(place).catch(() => null);
  return found?.isDirectory() === true;
}

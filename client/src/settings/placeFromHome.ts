import { homedir } from 'node:os';
import path from 'node:path';

/**
 * A path as people write it into a setting, where no shell reads it: `~` is the home folder, and what is relative is in it.
 *
 * @returns absolute; empty where none is written
 */
export function placeFromHome(written: string): string {
  const place = written.trim();
  return place === '' ? '' : path.resolve(homedir(), place.replace(/^~(?=$|[\\/])[\\/]*/u, ''));
}

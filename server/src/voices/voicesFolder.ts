import { posix, win32 } from 'node:path';
import type { FolderPlace } from '../system/userPlace.ts';

/**
 * The folder of the voices that the user has made: `ALOUD_VOICES`, else where the system keeps what belongs to a user
 * and cannot be fetched again.
 */
export function voicesFolder({ platform, environment, homeFolder }: FolderPlace): string {
  const own = environment['ALOUD_VOICES'];
  if (own !== undefined && own !== '') return own;
  if (platform === 'win32') {
    const roaming = environment['APPDATA'] ?? win32.join(homeFolder, 'AppData', 'Roaming');
    return win32.join(roaming, 'aloud', 'voices');
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder, 'Library', 'Application Support', 'aloud', 'voices');
  }
  // The XDG base directory specification tells programs to ignore relative paths.
  const xdg = environment['XDG_DATA_HOME'];
  const data = xdg?.startsWith('/') === true ? xdg : posix.join(homeFolder, '.local', 'share');
  return posix.join(data, 'aloud', 'voices');
}

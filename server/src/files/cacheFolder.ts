import { join, posix, win32 } from 'node:path';
import type { FolderPlace } from '../system/userPlace.ts';

/** The folder for everything that can be fetched or computed again: `ALOUD_CACHE`, else the system's own cache. */
export function cacheFolder({ environment, homeFolder, platform }: FolderPlace): string {
  const own = environment['ALOUD_CACHE'];
  if (own !== undefined && own !== '') {
    return own;
  }
  if (platform === 'win32') {
    return win32.join(environment['LOCALAPPDATA'] ?? win32.join(homeFolder, 'AppData', 'Local'), 'aloud');
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder, 'Library', 'Caches', 'aloud');
  }
  // The XDG base directory specification tells programs to ignore relative paths.
  const xdg = environment['XDG_CACHE_HOME'];
  return posix.join(xdg?.startsWith('/') === true ? xdg : posix.join(homeFolder, '.cache'), 'aloud');
}

export function modelsFolder(place: FolderPlace): string {
  return join(cacheFolder(place), 'models');
}

/** The folder of what was said: `ALOUD_HISTORY`, else one in the cache folder, which no backup keeps. */
export function historyFolder(place: FolderPlace): string {
  const own = place.environment['ALOUD_HISTORY'];
  return own !== undefined && own !== '' ? own : join(cacheFolder(place), 'history');
}

import path from 'node:path';
import { cacheFolder } from '../files/cacheFolder.ts';
import type { FolderPlace } from '../system/userPlace.ts';
import { createSoundCache, type SoundCache } from './soundCache.ts';

/** About 45 minutes of speech. */
const limitBytes = 256_000_000;

/** What was spoken of scripts, for every process of the user. @param onFailure  a sound could not be kept */
export function createSpokenCache(place: FolderPlace, onFailure: (error: unknown) => void): SoundCache {
  return createSoundCache({ folder: path.join(cacheFolder(place), 'speech'), limitBytes, onFailure });
}

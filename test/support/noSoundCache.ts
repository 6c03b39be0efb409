import type { SoundCache } from '../../server/src/soundCache/soundCache.ts';
import { outlineOf } from '../../server/src/soundCache/speechFile.ts';

/** Keeps nothing. */
export const noSoundCache: SoundCache = {
  outline: () => Promise.resolve(null),
  read: () => Promise.resolve(null),
  check: () => Promise.resolve(null),
  writeCheck: () => Promise.resolve(),
  write: (_key, { chunks }) => Promise.resolve(outlineOf(chunks)),
};

import type { Playback } from '../../server/src/playback/playback.ts';

/** Obeys without a word; what a test looks at it replaces. */
export const silentPlayback: Omit<Playback, 'done'> = {
  pause: () => undefined,
  resume: () => undefined,
  stop: () => undefined,
  seekToMs: () => null,
  seekToWord: () => null,
  setSpeed: () => undefined,
  positionMs: () => 0,
};

import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import type { Playback, PlayOptions } from './playback.ts';
import { startPlayback, type PlayerParts } from './startPlayback.ts';

/** Plays spoken texts on a speaker. */
export interface Player {
  /** Starts at once; the device is looked for meanwhile, and opened with the first chunk. */
  play(chunks: AsyncIterable<SynthesisChunk>, options: PlayOptions): Playback;
}

export function createPlayer(parts: PlayerParts): Player {
  return { play: (chunks, options) => startPlayback(parts, chunks, options) };
}

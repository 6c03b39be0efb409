import { playbackPosition } from '../../../protocol/playback.ts';
import type { WordTime } from '../../../protocol/synthesis.ts';
import type { PlaybackListener } from '../playback/playback.ts';
import type { Client } from './handler.ts';

type PlaybackState = 'playing' | 'paused';

/** Tells a client where the sound is. A client that is gone aborts the playback. */
export interface PositionTeller extends Required<Pick<PlaybackListener, 'word' | 'position'>> {
  tellState(state: PlaybackState, positionMs: number): void;
}

export function createPositionTeller(stream: string, client: Client): PositionTeller {
  let state: PlaybackState = 'playing';
  let current: WordTime | null = null;
  const tell = (positionMs: number, word: WordTime | null): void => {
    client.notify(playbackPosition, { stream, state, positionMs, word }).catch(() => undefined);
  };
  const tellPosition = (positionMs: number): void => {
    const isHeard = current !== null && positionMs >= current.startMs && positionMs < current.endMs;
    tell(positionMs, isHeard ? current : null);
  };
  return {
    word(word, positionMs) {
      current = word;
      // Also a word so short that the next one begins already.
      tell(Math.max(positionMs, word.startMs), word);
    },
    position: tellPosition,
    tellState(next, positionMs) {
      state = next;
      tellPosition(positionMs);
    },
  };
}

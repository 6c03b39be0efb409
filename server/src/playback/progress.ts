import type { WordTime } from '../../../protocol/synthesis.ts';
import type { PlaybackListener } from './playback.ts';

/** Tells a listener what is heard: each word once as it begins, the position every 100 ms. */
export interface Progress {
  /** The position heard at this time; it does not go back. */
  advance(positionMs: number, nowMs: number): void;
  /**
   * Playing goes on elsewhere; told at once.
   *
   * @param wordStartMs  begin of the word that is in the middle of being said there, which is told too
   */
  jump(positionMs: number, wordStartMs: number | undefined): void;
}

type WordsBetween = (fromMs: number, toMs: number) => WordTime[];

const positionEveryMs = 100;

export function createProgress(listener: PlaybackListener, words: WordsBetween): Progress {
  let toldMs = 0;
  let nextPositionMs = 0;
  return {
    advance(positionMs, nowMs) {
      // A word that begins right at this position is being heard.
      const untilMs = positionMs + 0.001;
      for (const word of words(toldMs, untilMs)) listener.word?.(word, positionMs);
      toldMs = Math.max(toldMs, untilMs);
      if (nowMs < nextPositionMs) return;
      nextPositionMs = nowMs + positionEveryMs;
      listener.position?.(positionMs);
    },
    jump(positionMs, wordStartMs) {
      toldMs = Math.min(positionMs, wordStartMs ?? positionMs);
      listener.position?.(positionMs);
    },
  };
}

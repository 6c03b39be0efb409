import { createEarcon } from '../audio/earcon.ts';
import type { Playback } from '../playback/playback.ts';
import type { Player } from '../playback/player.ts';
import { openSound } from './speechSource.ts';

/** Tells by ear, on the default speaker, what others see: whether a microphone is heard. */
export interface DictationEarcons {
  /** Two tones that rise, once. */
  heard(): void;
  /** Two that fall, once, where it was heard. */
  ended(): void;
}

const sampleRateHz = 24_000;
const lowHz = 660;
const highHz = 880;

export function createDictationEarcons(player: Player): DictationEarcons {
  let state: 'silent' | 'heard' | 'ended' = 'silent';
  let playing: Playback | null = null;
  const play = (frequenciesHz: readonly number[]): void => {
    playing?.stop();
    const { chunks } = openSound(createEarcon(frequenciesHz, sampleRateHz), sampleRateHz);
    playing = player.play(chunks, { signal: AbortSignal.timeout(longestMs) });
    // Where there is no speaker, there is nobody to be told.
    playing.done().catch(() => undefined);
  };
  return {
    heard() {
      if (state !== 'silent') return;
      state = 'heard';
      play([lowHz, highHz]);
    },
    ended() {
      const wasHeard = state === 'heard';
      state = 'ended';
      if (wasHeard) play([highHz, lowHz]);
    },
  };
}

/** A signal that comes later than this tells something else. */
const longestMs = 2000;

import type { WordTime } from '../../../protocol/synthesis.ts';

/** One spoken text, from its first sample to its last. Positions are milliseconds of the text at speed 1. */
export interface Playback {
  /** Silent within 100 ms, exactly where it is. */
  pause(): void;
  /** Goes on after `pause`, or after a failure of the device from the position heard. */
  resume(): void;
  /** Silent within 100 ms, for good; no further chunk is asked for. */
  stop(): void;
  /**
   * Goes on from a position; one that was not said yet is waited for. Back it goes as far as sound is kept.
   *
   * @returns the word there or the next one, where it was said already
   */
  seekToMs(positionMs: number): WordTime | null;
  /** Goes on with the word at this offset of the source text, or the next one after it. @returns as `seekToMs` */
  seekToWord(offset: number): WordTime | null;
  /**
   * Heard within 200 ms or so of the call, without a change of pitch.
   *
   * @param speed  0.5 to 3
   * @throws RangeError for others
   */
  setSpeed(speed: number): void;
  /** The position heard now. */
  positionMs(): number;
  /**
   * Returns when the text was heard or stopped; asked again after `resume`, waits again.
   *
   * @throws the signal's reason after an abort, what the chunks threw, after all before it was heard; SpeechError
   *         audioDeviceUnavailable or deviceBusy when the device failed
   */
  done(): Promise<void>;
}

export interface PlayOptions {
  readonly signal: AbortSignal;
  /** Id, name or part of the name of the speaker; absent: the system's default. */
  readonly device?: string;
  /** 0.5 to 3; 1 by default. */
  readonly speed?: number;
  readonly listener?: PlaybackListener;
}

/** Told as the text is heard, not as it is computed or written. */
export interface PlaybackListener {
  /** A word begins to be heard. */
  word?(word: WordTime, positionMs: number): void;
  /** Every 100 ms while it plays, and after each seek. */
  position?(positionMs: number): void;
  /** The last sample was heard. */
  ended?(): void;
  /** `done()` rejects with the same; after a failure of the device the playback can be resumed. */
  failed?(error: unknown): void;
}

import type { SpeechUpdate, SpeechTime } from '../followSpeech.ts';

/** The last frame of speech so far. */
export interface LastVoice {
  readonly endMs: number;
  /** When it sounded, by the clock. */
  readonly atMs: number;
}

/** Sound that arrives now sounded as long ago as the sound after it lasts. */
export function followVoice(
  last: LastVoice | null,
  { growing, heardMs }: SpeechUpdate,
  nowMs: number,
): LastVoice | null {
  if (growing === null || growing.endMs === last?.endMs) return last;
  return { endMs: growing.endMs, atMs: nowMs - (heardMs - growing.endMs) };
}

export interface EndOfSegment {
  readonly segment: SpeechTime;
  readonly heardMs: number;
  readonly nowMs: number;
}

/** How long after its last frame of speech a segment is known to have ended. */
export function endpointingMs(last: LastVoice | null, { segment, heardMs, nowMs }: EndOfSegment): number {
  return last?.endMs === segment.endMs ? nowMs - last.atMs : heardMs - segment.endMs;
}

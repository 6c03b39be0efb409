/** When a call of the recognizer began and ended. */
export interface DecodeTime {
  readonly startMs: number;
  readonly endMs: number;
}

/** Nobody reads faster. */
const minPauseMs = 200;

/** The next partial decode may begin then: after a rest as long as the last one took, so that they take half of the time. */
export function nextDecodeMs(last: DecodeTime | null): number {
  return last === null ? -Infinity : last.endMs + Math.max(minPauseMs, last.endMs - last.startMs);
}

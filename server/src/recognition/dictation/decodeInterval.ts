/** When a call of the recognizer began and ended, and whether it gave words to read. */
export interface DecodeTime {
  readonly startMs: number;
  readonly endMs: number;
  readonly hasText: boolean;
}

/** How long no further partial decode begins. */
export interface DecodeRest {
  readonly untilMs: number;
  /** How much of it the latest decode has caused. */
  readonly lengthMs: number;
}

export const noRest: DecodeRest = { untilMs: -Infinity, lengthMs: 0 };

/** Each decode is followed by a rest as long as itself, so that partial decodes take at most half of the time. */
export function restAfter(rest: DecodeRest, { startMs, endMs, hasText }: DecodeTime): DecodeRest {
  const tookMs = endMs - startMs;
  const lengthMs = hasText ? Math.max(shortestRestMs, tookMs) : tookMs;
  return { untilMs: Math.max(rest.untilMs, startMs) + tookMs + lengthMs, lengthMs };
}

/** Nobody reads faster. Who still has nothing to read wants the first word at once. */
const shortestRestMs = 200;

/**
 * A decode that is the final one if no more speech comes need not wait for the rest of the latest decode. If speech
 * does come, that rest is made up for after it.
 */
export function mayDecode(rest: DecodeRest, nowMs: number, isLikelyFinal: boolean): boolean {
  return nowMs >= rest.untilMs - (isLikelyFinal ? rest.lengthMs : 0);
}

import { readTime } from './ssmlValues.ts';

/** A time, or a strength: `500ms`, `strong`. Null for what is neither, and for `none`, which is no pause. */
export function breakDuration(text: string): number | null {
  return readTime(text) ?? strengths.get(text) ?? null;
}

/** In milliseconds, as Azure documents them; the recommendation leaves them to the processor. */
const strengths: ReadonlyMap<string, number> = new Map([
  ['x-weak', 250],
  ['weak', 500],
  ['medium', 750],
  ['strong', 1000],
  ['x-strong', 1250],
]);

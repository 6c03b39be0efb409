import type { Retry } from '../synthesizer.ts';
import { planRetries, type TriedTake } from './planRetries.ts';
import { rankTakes, type HeardTake, type TakeScore, type WantedTake } from './rankTakes.ts';

/** How takes of one text come about. */
export interface TakeMaking<Sound> {
  /** The same take gives the same sound. */
  readonly make: (take: PlannedTake, signal: AbortSignal) => Promise<Sound>;
  readonly hear: (sound: Sound, signal: AbortSignal) => Promise<HeardTake>;
}

export interface PlannedTake {
  readonly takeIndex: number;
  /** Words of the text that were misheard in earlier takes. */
  readonly retries: readonly Retry[];
}

export interface ChosenTake<Sound> {
  readonly sound: Sound;
  /** Of all takes that were made, the best first: that of `sound`. */
  readonly scores: readonly TakeScore[];
  /** In the order in which they were made. */
  readonly heard: readonly HeardTake[];
}

/**
 * Makes takes until nothing is wrong with one, `count` at most, and keeps the best. From the fifth on each is told which
 * words were misheard in all those before. Beside the one that is being made only the best so far is held.
 *
 * @param signal  checked before each take; an abort rejects with its reason
 * @throws what making and hearing throw
 */
export async function chooseTake<Sound>(
  { make, hear }: TakeMaking<Sound>,
  { count, ...wanted }: WantedTake & { readonly count: number },
  signal: AbortSignal,
): Promise<ChosenTake<Sound>> {
  const heard: HeardTake[] = [];
  const planned: PlannedTake[] = [];
  let scores: readonly TakeScore[] = [];
  let kept: { readonly takeIndex: number; readonly sound: Sound } | null = null;
  for (let takeIndex = 0; takeIndex < count; takeIndex += 1) {
    signal.throwIfAborted();
    const isWhole = takeIndex < wholeTakeCount;
    const retries = isWhole ? [] : planRetries(toTried(planned, scores), takeIndex === count - 1);
    const take = { takeIndex, retries };
    planned.push(take);
    const sound: Sound = await make(take, signal);
    heard.push(await hear(sound, signal));
    scores = rankTakes(heard, wanted);
    if (scores[0]?.takeIndex === takeIndex) kept = { takeIndex, sound };
    if (scores.some(({ isFlawless }) => isFlawless)) break;
  }
  // What is usual for a length is known in the end only, and may make an earlier one the best.
  const best = scores[0]?.takeIndex ?? 0;
  const sound =
    kept?.takeIndex === best
      ? kept.sound
      : await make(planned[best] ?? { takeIndex: best, retries: [] }, signal);
  return { sound, scores, heard };
}

/** As many say every word as the engine reads it: most that is misheard only has to be said more clearly. */
const wholeTakeCount = 4;

function toTried(planned: readonly PlannedTake[], scores: readonly TakeScore[]): TriedTake[] {
  const misheard = new Map(scores.map((score) => [score.takeIndex, score.misheard]));
  return planned.map(({ takeIndex, retries }) => ({ retries, misheard: misheard.get(takeIndex) ?? [] }));
}

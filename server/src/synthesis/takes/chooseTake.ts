import { rankTakes, type HeardTake, type TakeScore, type WantedTake } from './rankTakes.ts';

/** How takes of one text come about. */
export interface TakeMaking<Sound> {
  /** The same index gives the same sound. */
  readonly make: (takeIndex: number, signal: AbortSignal) => Promise<Sound>;
  readonly hear: (sound: Sound, signal: AbortSignal) => Promise<HeardTake>;
}

export interface ChosenTake<Sound> {
  readonly sound: Sound;
  /** Of all takes that were made, the best first: that of `sound`. */
  readonly scores: readonly TakeScore[];
  /** In the order in which they were made. */
  readonly heard: readonly HeardTake[];
}

/**
 * Makes takes until nothing is wrong with one, `count` at most, and keeps the best. Beside the one that is being made
 * only the best so far is held.
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
  let scores: readonly TakeScore[] = [];
  let kept: { readonly takeIndex: number; readonly sound: Sound } | null = null;
  for (let takeIndex = 0; takeIndex < count; takeIndex += 1) {
    signal.throwIfAborted();
    const sound: Sound = await make(takeIndex, signal);
    heard.push(await hear(sound, signal));
    scores = rankTakes(heard, wanted);
    if (scores[0]?.takeIndex === takeIndex) kept = { takeIndex, sound };
    if (scores[0]?.cost === 0) break;
  }
  // What is usual for a length is known in the end only, and may make an earlier one the best.
  const best = scores[0]?.takeIndex ?? 0;
  const sound = kept?.takeIndex === best ? kept.sound : await make(best, signal);
  return { sound, scores, heard };
}

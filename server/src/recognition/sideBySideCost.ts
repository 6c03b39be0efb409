/**
 * Whether items that begin together are done sooner than one after the other with all threads each; nothing comes after
 * them.
 *
 * @param sizes  in the order in which they begin
 * @param count  how many are worked on at a time, each with its share of the threads
 */
export function paysTogether(sizes: readonly number[], count: number): boolean {
  const lanes = Array.from({ length: count }, () => 0);
  for (const size of sizes) {
    const earliest = lanes.indexOf(Math.min(...lanes));
    lanes[earliest] = (lanes[earliest] ?? 0) + size;
  }
  const sum = sizes.reduce((total, size) => total + size, 0);
  return Math.max(...lanes) <= sum * aloneShare(count);
}

export interface LastItem {
  readonly size: number;
  /** Those that run, each with its share of the threads. */
  readonly others: readonly { readonly size: number; readonly startMs: number }[];
  /** What a unit of size takes one that runs beside others. */
  readonly paceMs: number;
  readonly count: number;
  readonly nowMs: number;
}

/** Whether the last item is done sooner beside those that run than after them with all threads. */
export function paysBeside({ size, others, paceMs, count, nowMs }: LastItem): boolean {
  const waitMs = Math.max(0, ...others.map((one) => one.startMs + one.size * paceMs - nowMs));
  return size * paceMs <= waitMs + size * paceMs * aloneShare(count);
}

/**
 * What an item takes with the threads of all places, of what it takes with its share: a tenth of it is done by one thread
 * alone. Measured for SenseVoice with two threads: 15 s of sound in 475 ms with one, in 261 with both.
 */
function aloneShare(count: number): number {
  return 0.1 + 0.9 / count;
}

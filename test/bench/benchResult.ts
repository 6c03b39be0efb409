/** One figure of ours and, where one was measured side by side in the same run, a peer's. */
export interface BenchResult {
  readonly name: string;
  readonly ours: number | null;
  readonly peer: number | null;
  /** Above 1 is better for us; null without a peer. */
  readonly ratio: number | null;
  readonly unit: string;
}

export function withoutPeer(name: string, ours: number | null, unit: string): BenchResult {
  return { name, ours: rounded(ours), peer: null, ratio: null, unit };
}

/** @param pair  of a measure where less is better, such as a time */
export function againstPeer(
  name: string,
  pair: { readonly ours: number; readonly peer: number },
  unit: string,
): BenchResult {
  return {
    name,
    ours: rounded(pair.ours),
    peer: rounded(pair.peer),
    ratio: rounded(pair.peer / pair.ours),
    unit,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @returns how long the work took */
export function timeMs(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}

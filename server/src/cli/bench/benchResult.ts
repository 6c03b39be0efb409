import { round } from '../format.ts';

/** One figure. A peer stands beside it where one was measured in the same run. */
export interface BenchResult {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly unit: string;
}

export function measured(name: string, value: number, unit: string): BenchResult {
  return { name, ours: round(value, 3), peer: null, ratio: null, unit };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

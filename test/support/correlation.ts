import { createResampler } from '../../server/src/audio/resample.ts';

export interface Match {
  /** Index of the needle's first sample in the haystack. */
  readonly at: number;
  /** Normalized cross-correlation there, at most 1. */
  readonly correlation: number;
}

/** The place where a stretch of sound lies in another, with `from <= at < to`. */
export function findSound(haystack: Float32Array, needle: Float32Array, [from, to]: readonly [number, number]): Match {
  const last = Math.min(to, haystack.length - needle.length + 1);
  let best: Match = { at: -1, correlation: 0 };
  for (let at = Math.max(0, from); at < last; at += 1) {
    const product = dot(haystack, needle, at);
    if (product <= 0) continue;
    const stretch = haystack.subarray(at, at + needle.length);
    const norm = Math.sqrt(dot(stretch, stretch, 0) * dot(needle, needle, 0));
    const correlation = norm === 0 ? 0 : product / norm;
    if (correlation > best.correlation) best = { at, correlation };
  }
  return best;
}

function dot(haystack: Float32Array, needle: Float32Array, at: number): number {
  let sum = 0;
  for (let index = 0; index < needle.length; index += 1) {
    sum += (haystack[at + index] as number) * (needle[index] as number);
  }
  return sum;
}

export function resampled(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const resampler = createResampler(fromHz, toHz);
  const parts = [resampler.push(samples), resampler.flush()];
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The longest stretch in which no sample exceeds a magnitude. */
export function longestQuiet(samples: Float32Array, magnitude: number): number {
  let longest = 0;
  let current = 0;
  for (const sample of samples) {
    current = Math.abs(sample) > magnitude ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** Index after the last sample that exceeds a magnitude. */
export function endOfSound(samples: Float32Array, magnitude: number): number {
  return samples.findLastIndex((sample) => Math.abs(sample) > magnitude) + 1;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

import { createResampler } from '../../server/src/audio/resample.ts';

export interface Match {
  /** Index of the needle's first sample in the haystack. */
  readonly at: number;
  /** Normalized cross-correlation there, at most 1. */
  readonly correlation: number;
}

/** The place where a stretch of sound lies in another, with `from <= at < to`. */
export function findSound(
  haystack: Float32Array,
  needle: Float32Array,
  [from, to]: readonly [number, number],
): Match {
  const first = Math.max(0, from);
  const last = Math.min(to, haystack.length - needle.length + 1);
  const needleEnergy = dot(needle, needle, 0);
  const stretch = haystack.subarray(first, first + needle.length);
  let energy = dot(stretch, stretch, 0);
  let best: Match = { at: -1, correlation: 0 };
  for (let at = first; at < last; at += 1) {
    const norm = Math.sqrt(energy * needleEnergy);
    const correlation = norm > 1e-6 ? dot(haystack, needle, at) / norm : 0;
    if (correlation > best.correlation) best = { at, correlation };
    energy += (haystack[at + needle.length] ?? 0) ** 2 - (haystack[at] as number) ** 2;
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
export function longestQuiet(
  samples: Float32Array,
  magnitude: number,
): { readonly at: number; readonly length: number } {
  let longest = { at: 0, length: 0 };
  let begin = 0;
  samples.forEach((sample, index) => {
    if (Math.abs(sample) > magnitude) begin = index + 1;
    else if (index + 1 - begin > longest.length) longest = { at: begin, length: index + 1 - begin };
  });
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

import { logSumExp } from './tokenRules.ts';

export interface SampledToken {
  readonly token: number;
  /** Natural logarithm of its probability at temperature 1, 0 or less. */
  readonly logProbability: number;
}

/** Numbers in [0, 1), the same from the same seed. */
export type Random = () => number;

/**
 * Takes the likeliest token at temperature 0, of equal ones the first, and else draws one by probability.
 *
 * @param logits  [V]; at least one is finite
 */
export function sampleToken(logits: Float32Array, temperature: number, random: Random): SampledToken {
  const total = logSumExp(logits, 0, logits.length);
  const token = temperature === 0 ? likeliest(logits) : draw(logits, temperature, random);
  return { token, logProbability: (logits[token] ?? -Infinity) - total };
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let index = 1; index < logits.length; index += 1)
    if ((logits[index] ?? 0) > (logits[best] ?? 0)) best = index;
  return best;
}

function draw(logits: Float32Array, temperature: number, random: Random): number {
  const greatest = logits[likeliest(logits)] ?? 0;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - greatest) / temperature));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0;
    if (weight === 0) continue;
    last = index;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

/** Source: Tommy Ettinger's mulberry32, public domain. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import { pitches, rates, volumes } from '../../vocabulary/values.ts';

/** Values of a script's tags as they are written: a word where one means the same, the number otherwise. */

/** What a tag can ask for; more is asked for in steps. */
export const valueLimits = {
  rate: [0.5, 2],
  pitch: [-12, 12],
  range: [0, 3],
  volume: [-40, 12],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** @param factor  1 is the voice's own; what no tag can ask for is as near as one can */
export function rateText(factor: number): string {
  const value = roundTo(clamp(factor, valueLimits.rate));
  return nameOf(value, rates) ?? String(value);
}

export function pitchText(semitones: number): string {
  const value = roundTo(clamp(semitones, valueLimits.pitch));
  return nameOf(value, pitches) ?? `${signed(value)}st`;
}

export function rangeText(factor: number): string {
  return String(roundTo(clamp(factor, valueLimits.range)));
}

export function volumeText(decibels: number): string {
  const value = roundTo(clamp(decibels, valueLimits.volume));
  return nameOf(value, volumes) ?? `${signed(value)}dB`;
}

/** A factor in steps that a direction can ask for one after the other: they multiply. */
export function factorSteps(factor: number): readonly number[] {
  const step = clamp(factor, valueLimits.rate);
  return step === factor || factor <= 0 ? [step] : [step, ...factorSteps(factor / step)];
}

/** The same for what adds up. */
export function levelSteps(level: number, limits: readonly [number, number]): readonly number[] {
  const step = clamp(level, limits);
  return step === level ? [step] : [step, ...levelSteps(level - step, limits)];
}

export function durationText(milliseconds: number): string {
  const value = roundTo(clamp(milliseconds, [0, 600_000]));
  const isSeconds = value >= 1000 && value % 100 === 0;
  return isSeconds ? `${value / 1000}s` : `${value}ms`;
}

/** `+2`, `-1.5`, `+0`. */
export function signed(value: number): string {
  return value < 0 ? String(value) : `+${Math.abs(value)}`;
}

/** To six decimals, as many as a value can have: what was multiplied and divided comes out as it was written. */
export function roundTo(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function clamp(value: number, [min, max]: readonly [number, number]): number {
  return Math.min(max, Math.max(min, value));
}

function nameOf(value: number, names: ReadonlyMap<string, number>): string | null {
  for (const [name, named] of names) if (named === value) return name;
  return null;
}

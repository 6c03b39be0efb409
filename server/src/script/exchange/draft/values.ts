import { pitches, rates, volumes } from '../../vocabulary/values.ts';

/** Values of a script's tags as they are written: a word where one means the same, the number otherwise. */

/** @param factor  1 is the voice's own; what no tag can ask for is as near as one can */
export function rateText(factor: number): string {
  const value = roundTo(clamp(factor, [0.5, 2]));
  return nameOf(value, rates) ?? String(value);
}

export function pitchText(semitones: number): string {
  const value = roundTo(clamp(semitones, [-12, 12]));
  return nameOf(value, pitches) ?? `${signed(value)}st`;
}

export function rangeText(factor: number): string {
  return String(roundTo(clamp(factor, [0, 3])));
}

export function volumeText(decibels: number): string {
  const value = roundTo(clamp(decibels, [-40, 12]));
  return nameOf(value, volumes) ?? `${signed(value)}dB`;
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

import { describe, expect, test } from 'vitest';
import { evenLoudness } from '../../server/src/audio/evenLoudness.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { measureLevel } from '../../server/src/audio/level.ts';
import { tone } from './tones.ts';

const rateHz = 16_000;
const seconds = (count: number): number => Math.round(count * rateHz);
const sound = (durationS: number, amplitude: number): Float32Array =>
  tone(200, rateHz, seconds(durationS), amplitude);
const nothing = (durationS: number): Float32Array => new Float32Array(seconds(durationS));

/** Of what lies between two times. */
const levelDb = (samples: Float32Array, startS: number, endS: number): number =>
  measureLevel(samples.subarray(seconds(startS), seconds(endS))).rmsDb;

describe('stretches between pauses', () => {
  test.each<readonly [name: string, parts: readonly Float32Array[], count: number]>([
    ['none of nothing', [], 0],
    ['none of silence', [nothing(1)], 0],
    ['one without a pause', [nothing(0.5), sound(1, 0.1), nothing(0.5)], 1],
    ['one with a short break', [sound(1, 0.1), nothing(0.15), sound(1, 0.1)], 1],
    ['two with a pause', [sound(1, 0.1), nothing(0.25), sound(1, 0.1)], 2],
    ['one beside a click', [sound(1, 0.1), nothing(0.5), sound(0.04, 0.1), nothing(0.5)], 1],
    ['two in noise', [sound(1, 0.5), sound(0.5, 0.02), sound(1, 0.5)], 2],
  ])('%s', (_name, parts, count) => {
    expect(evenLoudness(joinSamples(parts), rateHz).stretchCount).toBe(count);
  });
});

test('how long is spoken', () => {
  const given = joinSamples([nothing(0.5), sound(1, 0.1), nothing(0.5), sound(0.6, 0.02), nothing(0.5)]);
  expect(evenLoudness(given, rateHz).speechMs / 1000).toBeCloseTo(1.6, 1);
});

test('a soft stretch is raised to the loudest one, and what was given stays', () => {
  const given = joinSamples([nothing(0.2), sound(1, 0.05), nothing(0.4), sound(1, 0.2), nothing(0.4)]);
  const before = given.slice();
  const { samples } = evenLoudness(given, rateHz);
  expect(given).toEqual(before);
  expect(samples).toHaveLength(given.length);
  expect(levelDb(samples, 0.25, 1.15)).toBeCloseTo(levelDb(samples, 1.65, 2.55), 0);
  expect(samples.subarray(seconds(1.6), seconds(2.6))).toEqual(given.subarray(seconds(1.6), seconds(2.6)));
});

test('by no more than 15 dB', () => {
  const given = joinSamples([sound(1, 0.5), nothing(0.4), sound(1, 0.02)]);
  const { samples } = evenLoudness(given, rateHz);
  expect(levelDb(samples, 1.5, 2.3) - levelDb(given, 1.5, 2.3)).toBeCloseTo(15, 1);
});

test('what is loud alike stays the same array', () => {
  const given = joinSamples([sound(1, 0.2), nothing(0.4), sound(1, 0.13)]);
  expect(evenLoudness(given, rateHz).samples).toBe(given);
});

test('the gain goes from one to the other in the pause', () => {
  const noise = sound(0.4, 0.001);
  const given = joinSamples([sound(1, 0.2), noise, sound(1, 0.05)]);
  const { samples } = evenLoudness(given, rateHz);
  const gains = [1.05, 1.2, 1.35].map(
    (middleS) =>
      levelDb(samples, middleS - 0.02, middleS + 0.02) - levelDb(given, middleS - 0.02, middleS + 0.02),
  );
  expect(gains.toSorted((one, other) => one - other)).toEqual(gains);
  expect(gains[1]).toBeGreaterThan(6);
  expect(gains[1]).toBeLessThan(10);
});

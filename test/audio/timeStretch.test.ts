import { describe, expect, test } from 'vitest';
import { createTimeStretcher } from '../../server/src/audio/timeStretch.ts';
import { fitTone, tone } from './tones.ts';

const rateHz = 24_000;

function stretch(samples: Float32Array, speed: number, chunkSamples = 480): Float32Array {
  const stretcher = createTimeStretcher(rateHz, speed);
  const output: number[] = [];
  for (let start = 0; start < samples.length; start += chunkSamples) {
    output.push(...stretcher.push(samples.subarray(start, start + chunkSamples)));
  }
  output.push(...stretcher.flush());
  return Float32Array.from(output);
}

/** The largest change of slope from one sample to the next: a join with a corner has a large one. */
function sharpestCorner(samples: Float32Array): number {
  let sharpest = 0;
  for (let index = 1; index + 1 < samples.length; index += 1) {
    const [before = 0, here = 0, after = 0] = samples.subarray(index - 1, index + 2);
    sharpest = Math.max(sharpest, Math.abs(before - 2 * here + after));
  }
  return sharpest;
}

/** A low voice: pulses with a decaying ring, 90 a second. */
function voice(sampleCount: number): Float32Array {
  return Float32Array.from({ length: sampleCount }, (_, index) => {
    const sinceMs = (((index * 90) / rateHz) % 1) * (1000 / 90);
    return 0.5 * Math.exp(-sinceMs / 3) * Math.sin(2 * Math.PI * 0.7 * sinceMs);
  });
}

test('speed 1 changes no sample', () => {
  const input = voice(rateHz);
  expect(stretch(input, 1)).toEqual(input);
});

describe.each([0.5, 0.75, 1.3, 2, 3])('at speed %f', (speed) => {
  test('the length is the input over the speed', () => {
    expect(stretch(voice(rateHz), speed).length).toBeCloseTo(rateHz / speed, -1);
  });

  test.each([110, 220, 700, 2500])('a tone of %i Hz keeps its pitch and has no click', (frequencyHz) => {
    const input = tone(frequencyHz, rateHz, rateHz, 0.5);
    const output = stretch(input, speed).subarray(1000, -1000);
    const { amplitude, residualRms } = fitTone(output, frequencyHz, rateHz);
    expect(amplitude).toBeGreaterThan(0.46);
    // A join fits to a sample, not to a fraction of one, so the phase wanders a little within a second.
    expect(residualRms).toBeLessThan(0.15);
    expect(sharpestCorner(output)).toBeLessThan(1.15 * sharpestCorner(input));
  });

  test('the periods of a voice stay as they are', () => {
    const output = stretch(voice(rateHz), speed);
    const period = rateHz / 90;
    let difference = 0;
    let energy = 0;
    for (let index = 1000; index + 1000 < output.length; index += 1) {
      const here = output[index] ?? 0;
      difference += (here - (output[index + Math.round(period)] ?? 0)) ** 2;
      energy += here ** 2;
    }
    expect(difference / energy).toBeLessThan(0.2);
  });

  test('how the input is cut changes no sample', () => {
    const input = voice(6000);
    expect(stretch(input, speed, 7)).toEqual(stretch(input, speed, 6000));
  });
});

test('a change of speed in the middle has no click and holds from there', () => {
  const input = tone(220, rateHz, 2 * rateHz, 0.5);
  const stretcher = createTimeStretcher(rateHz);
  const first = stretcher.push(input.subarray(0, rateHz));
  const reached = stretcher.position();
  stretcher.setSpeed(2);
  const second = [...stretcher.push(input.subarray(rateHz)), ...stretcher.flush()];
  expect(second.length).toBeCloseTo((2 * rateHz - reached) / 2, -1);
  const output = Float32Array.from([...first, ...second]).subarray(0, -1000);
  expect(sharpestCorner(output)).toBeLessThan(1.15 * sharpestCorner(input));
});

test('the position is the input that the next sample stands for', () => {
  const stretcher = createTimeStretcher(rateHz, 2);
  let outputCount = 0;
  for (let round = 0; round < 20; round += 1) {
    outputCount += stretcher.push(voice(480)).length;
    expect(stretcher.position()).toBeCloseTo(outputCount * 2, -1);
  }
});

test('silence and nothing stay what they are', () => {
  expect(stretch(new Float32Array(rateHz), 2).every((sample) => sample === 0)).toBe(true);
  expect(stretch(new Float32Array(0), 2)).toHaveLength(0);
});

test.each([0.49, 3.01, NaN, -1])('the speed %f is refused', (speed) => {
  expect(() => createTimeStretcher(rateHz, speed)).toThrow(RangeError);
  expect(() => {
    createTimeStretcher(rateHz).setSpeed(speed);
  }).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import {
  changePitch,
  createHarmonicSource,
  createPlacedNoise,
  medianPitchHz,
} from '../../server/src/audio/harmonicSource.ts';

const options = {
  sampleRateHz: 24_000,
  frameSamples: 480,
  weights: Float32Array.of(1, 0.5),
  bias: 0.1,
  noise: () => 0.5,
};

test('a voiced frame is held at the phase it ends with, a little noise beside it', () => {
  const sound = createHarmonicSource(options).extend(Float32Array.of(105));
  // 105 Hz are 2.1 periods in a frame of 20 ms.
  const sines = 0.1 * Math.sin(0.2 * Math.PI) + 0.05 * Math.sin(0.4 * Math.PI);
  expect(sound).toHaveLength(480);
  expect(new Set(sound)).toEqual(new Set([Math.fround(Math.tanh(sines + 0.1 + 0.003 * 0.75))]));
});

test('what has no voice is noise alone, but its phase goes on', () => {
  const [frame = 0] = createHarmonicSource(options).extend(Float32Array.of(10));
  expect(frame).toBeCloseTo(Math.tanh(0.1 + (0.1 / 3) * 0.75), 6);
  const sound = createHarmonicSource(options).extend(Float32Array.of(5, 100));
  const sines = 0.1 * Math.sin(0.2 * Math.PI) + 0.05 * Math.sin(0.4 * Math.PI);
  expect(sound[480]).toBeCloseTo(Math.tanh(sines + 0.1 + 0.003 * 0.75), 6);
});

test('is the same however the frames are cut', () => {
  const noise = createPlacedNoise(2);
  const pitchHz = Float32Array.of(0, 110, 123, 97, 0, 215);
  const whole = createHarmonicSource({ ...options, noise }).extend(pitchHz);
  const cut = createHarmonicSource({ ...options, noise });
  const parts = [
    cut.extend(pitchHz.subarray(0, 1)),
    cut.extend(pitchHz.subarray(1, 4)),
    cut.extend(pitchHz.subarray(4)),
  ];
  expect(Float32Array.from(parts.flatMap((part) => [...part]))).toEqual(whole);
});

test('placed noise is even, and does not repeat', () => {
  const noise = createPlacedNoise(9);
  const values = Array.from({ length: 90_000 }, (_, index) => noise(Math.floor(index / 9), index % 9));
  const counts = new Array<number>(10).fill(0);
  for (const value of values) counts[Math.floor(value * 10)] = (counts[Math.floor(value * 10)] ?? 0) + 1;
  expect(counts).toHaveLength(10);
  for (const count of counts) expect(Math.abs(count - 9000)).toBeLessThan(400);
  expect(new Set(values).size).toBeGreaterThan(89_990);
});

test.each([
  {
    change: { semitones: 12, range: 1, centerHz: 100 },
    pitchHz: [0, 80, 100, 200],
    changed: [0, 160, 200, 400],
  },
  {
    change: { semitones: 0, range: 0, centerHz: 100 },
    pitchHz: [9, 80, 100, 200],
    changed: [9, 100, 100, 100],
  },
  {
    change: { semitones: 0, range: 2, centerHz: 100 },
    pitchHz: [0, 50, 100, 200],
    changed: [0, 25, 100, 400],
  },
  { change: { semitones: -12, range: 1, centerHz: 50 }, pitchHz: [100], changed: [50] },
])('$pitchHz Hz by $change', ({ change, pitchHz, changed }) => {
  const result = changePitch(Float32Array.from(pitchHz), change);
  result.forEach((hz, index) => {
    expect(hz).toBeCloseTo(changed[index] ?? NaN, 3);
  });
});

test.each([
  { pitchHz: [], median: undefined },
  { pitchHz: [0, 3, 10], median: undefined },
  { pitchHz: [0, 300, 100, 0, 120, 0, 0], median: 120 },
])('the middle of $pitchHz is $median', ({ pitchHz, median }) => {
  expect(medianPitchHz(Float32Array.from(pitchHz))).toBe(median);
});

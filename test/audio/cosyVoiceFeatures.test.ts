import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { subtractMean } from '../../server/src/audio/cmvn.ts';
import { createFbank } from '../../server/src/audio/fbank.ts';
import { createLogMelSpectrogram } from '../../server/src/audio/logMelSpectrogram.ts';
import { createMelSpectrogram } from '../../server/src/audio/melSpectrogram.ts';
import { createMersenneTwister } from '../../server/src/audio/mersenneTwister.ts';
import { resampleBySincs } from '../../server/src/audio/sincResample.ts';
import { createTorchNoise } from '../../server/src/audio/torchNoise.ts';
import { goldenFolder, hasGolden, maxDifference, readNpz, type NpyArray } from '../support/golden.ts';

/** Between logarithms of what is next to nothing. */
const quietTolerance = 1.1e-4;

/**
 * The references were computed in single precision: beside a loud band, a quiet one has what is left of its rounding.
 * So bands are compared by their share of the loudest one; as logarithms they differ by up to 1e-4.
 *
 * @param features  row-major [frames, bandCount]; logarithms
 * @param scale     makes them natural ones
 */
function expectSameBands(
  features: Float32Array,
  expected: Float32Array,
  { bandCount = 80, scale = 1 } = {},
): void {
  expect(maxDifference(features, expected)).toBeLessThan(quietTolerance);
  for (let start = 0; start < expected.length; start += bandCount) {
    const loudest = Math.max(...expected.subarray(start, start + bandCount));
    const share = (values: Float32Array): Float32Array =>
      values.subarray(start, start + bandCount).map((value) => Math.exp(scale * (value - loudest)));
    expect(maxDifference(share(features), share(expected)), `frame ${start / bandCount}`).toBeLessThan(2e-6);
  }
}

describe.skipIf(!hasGolden)('equal to the reference', () => {
  const dsp = hasGolden
    ? readNpz(path.join(goldenFolder, 'cosyvoice/golden_dsp.npz'))
    : new Map<string, NpyArray>();
  const golden = (name: string): Float32Array => dsp.get(name)?.values ?? new Float32Array(0);

  it('Whisper features of 128 filters', () => {
    const features = createLogMelSpectrogram(128).computeWhole(golden('wav16'));
    expect(features).toHaveLength(128 * 150);
    expectSameBands(transpose(features, 150), transpose(golden('whisper_mel'), 150), {
      bandCount: 128,
      scale: 4 * Math.LN10,
    });
  });

  it('Kaldi features, also without their mean', () => {
    const features = createFbank({ window: 'povey', scale: 1 }).compute(golden('wav16'));
    expectSameBands(features, golden('kaldi_fbank'));
    subtractMean(features, 80);
    expect(maxDifference(features, golden('kaldi_fbank_cmn'))).toBeLessThan(quietTolerance);
  });

  it.each([
    { version: 3, sound: 'wav24', sampleRateHz: 24_000, fftSize: 1920, hopSamples: 480, highHz: 12_000 },
    { version: 2, sound: 'wav24', sampleRateHz: 24_000, fftSize: 1920, hopSamples: 480, highHz: 8000 },
    { version: 1, sound: 'wav22', sampleRateHz: 22_050, fftSize: 1024, hopSamples: 256, highHz: 8000 },
  ])('the prompt features of version $version', ({ version, sound, ...options }) => {
    const features = createMelSpectrogram({ melCount: 80, ...options }).compute(golden(sound));
    const expected = golden(`flow_mel_cv${version}`);
    expectSameBands(features, transpose(expected, expected.length / 80));
  });

  it.each([
    { name: 'resample_24k_to_16k', sound: 'wav24', fromHz: 24_000, toHz: 16_000 },
    { name: 'resample_22k_to_24k', sound: 'wav22', fromHz: 22_050, toHz: 24_000 },
  ])('$name', ({ name, sound, ...rates }) => {
    expect(maxDifference(resampleBySincs(golden(sound), rates), golden(name))).toBeLessThan(1e-5);
  });

  it('the noise of the flow', () => {
    const noise = createTorchNoise(0, 80 * 15_000);
    const first = readNpz(path.join(goldenFolder, 'cosyvoice/golden_e2e.npz')).get('flow_noise_first');
    const expected = first?.values ?? new Float32Array(0);
    expect(expected).toHaveLength(80 * 220);
    const drawn = expected.map((_, at) => noise[Math.floor(at / 220) * 15_000 + (at % 220)] ?? NaN);
    expect(maxDifference(drawn, expected)).toBeLessThan(1e-6);
  });
});

/** [rows, columns] to [columns, rows]. */
function transpose(values: Float32Array, columnCount: number): Float32Array {
  const rowCount = values.length / columnCount;
  return values.map((_, at) => values[(at % rowCount) * columnCount + Math.floor(at / rowCount)] ?? NaN);
}

test('the twister is the one of the C++ standard: its 10,000th number from the seed 5489', () => {
  const next = createMersenneTwister(5489);
  for (let index = 1; index < 10_000; index++) next();
  expect(next()).toBe(4_123_659_995);
});

test('noise comes in blocks of 16', () => {
  expect(() => createTorchNoise(0, 24)).toThrow(RangeError);
});

test.each([
  { sampleCount: 1919, frameCount: 3 },
  { sampleCount: 1920, frameCount: 4 },
])('$sampleCount samples are $frameCount frames', ({ sampleCount, frameCount }) => {
  const options = { sampleRateHz: 24_000, fftSize: 1920, hopSamples: 480, melCount: 80, highHz: 12_000 };
  const features = createMelSpectrogram(options).compute(new Float32Array(sampleCount));
  expect(features).toHaveLength(frameCount * 80);
  expect(new Set(features)).toEqual(new Set([Math.fround(Math.log(1e-5))]));
  expect(() => createMelSpectrogram(options).compute(new Float32Array(720))).toThrow(RangeError);
});

test('a sound whose length is no whole 10 ms is mirrored at its own end', () => {
  const sound = Float32Array.from({ length: 1700 }, (_, index) => Math.sin(index / 3));
  const mirrored = Float32Array.from(
    { length: 1760 },
    (_, index) => sound[index < 1700 ? index : 3398 - index] ?? 0,
  );
  const logMel = createLogMelSpectrogram(80);
  const whole = logMel.computeWhole(sound);
  expect(whole).toHaveLength(800);
  // Of the ten frames, all but the last end before the sound is mirrored again.
  const other = logMel.computeWhole(mirrored);
  for (let mel = 0; mel < 80; mel += 1)
    expect(
      maxDifference(whole.subarray(mel * 10, mel * 10 + 10), other.subarray(mel * 11, mel * 11 + 10)),
    ).toBeLessThan(1e-6);
});

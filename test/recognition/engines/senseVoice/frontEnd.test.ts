import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFbank } from '../../../../server/src/audio/fbank.ts';
import { openFrontEnd } from '../../../../server/src/recognition/engines/senseVoice/frontEnd.ts';
import { goldenFolder, hasGolden, maxDifference, readGoldenWav, readNpy } from '../../../support/golden.ts';

const plainCmvn = { shifts: new Float32Array(560), scales: new Float32Array(560).fill(1) };
const frontEnd = await openFrontEnd(plainCmvn, { threadCount: 1 });

afterAll(() => frontEnd.dispose());

describe.skipIf(!hasGolden)('features equal to the reference', () => {
  const folder = path.join(goldenFolder, 'sensevoice/tiny/golden');

  it.each(['min400', 'short_0.3s', 'one_1s', 'odd_3.137s', 'ten_10s', 'silence_1s'])('%s', async (name) => {
    const features = await frontEnd.toFeatures(readGoldenWav(path.join(folder, `${name}.wav`)));
    expect(maxDifference(features, readNpy(path.join(folder, `${name}.lfr.npy`)).values)).toBeLessThan(2e-3);
  });
});

/** A tone that grows, over a constant. */
function makeSound(sampleCount: number, constant = 0): Float32Array {
  return Float32Array.from(
    { length: sampleCount },
    (_, index) => constant + (index / sampleCount) * 0.4 * Math.sin(index * index * 1e-5),
  );
}

/** Of the frames around each sixth one, the first and the last repeated at the edges. */
function stackSevens(frames: Float32Array): Float32Array {
  const frameCount = frames.length / 80;
  const stacked: number[] = [];
  for (let middle = 0; middle < frameCount; middle += 6) {
    for (let place = middle - 3; place <= middle + 3; place += 1) {
      const frame = Math.max(0, Math.min(frameCount - 1, place));
      stacked.push(...frames.subarray(80 * frame, 80 * frame + 80));
    }
  }
  return Float32Array.from(stacked);
}

describe('features equal to those of a Fourier transform in doubles', () => {
  const fbank = createFbank({ window: 'hamming', scale: 32_768 });

  it.each([
    { sampleCount: 400, constant: 0 },
    { sampleCount: 559, constant: 0 },
    { sampleCount: 560, constant: 0 },
    { sampleCount: 639, constant: 0 },
    { sampleCount: 640, constant: 0 },
    { sampleCount: 400 + 5 * 160, constant: 0 },
    { sampleCount: 400 + 6 * 160, constant: 0 },
    { sampleCount: 16_000, constant: 0.5 },
    { sampleCount: 40_123, constant: 0 },
  ])('$sampleCount samples around $constant', async ({ sampleCount, constant }) => {
    const sound = makeSound(sampleCount, constant);
    const expected = stackSevens(fbank.compute(sound));
    expect(maxDifference(await frontEnd.toFeatures(sound), expected)).toBeLessThan(2e-3);
  });
});

it.each([
  { sampleCount: 0, frameCount: 0 },
  { sampleCount: 399, frameCount: 0 },
  { sampleCount: 400, frameCount: 1 },
  { sampleCount: 16_000, frameCount: 17 },
])('$sampleCount samples are $frameCount stacked frames', async ({ sampleCount, frameCount }) => {
  expect(await frontEnd.toFeatures(new Float32Array(sampleCount))).toHaveLength(560 * frameCount);
});

it('a sample that is no number is silent', async () => {
  const sound = makeSound(800);
  sound[0] = NaN;
  sound[1] = Infinity;
  const silent = sound.with(0, 0).with(1, 0);
  expect(await frontEnd.toFeatures(sound)).toEqual(await frontEnd.toFeatures(silent));
});

it('features are shifted, then scaled', async () => {
  const shifts = Float32Array.from({ length: 560 }, (_, index) => index);
  const scales = Float32Array.from({ length: 560 }, (_, index) => 1 / (1 + index));
  const shifted = await openFrontEnd({ shifts, scales }, { threadCount: 1 });
  const sound = makeSound(1600);
  const plain = await frontEnd.toFeatures(sound);
  const expected = plain.map(
    (value, index) => Math.fround(value + (index % 560)) * (scales[index % 560] ?? 0),
  );
  expect(await shifted.toFeatures(sound)).toEqual(expected);
  await shifted.dispose();
});

it.each([16_123, 48_000, 160_123])(
  '%i samples have the same features with any number of threads',
  async (sampleCount) => {
    const wide = await openFrontEnd(plainCmvn, { threadCount: 3 });
    const sound = makeSound(sampleCount, 0.1);
    expect(await wide.toFeatures(sound)).toEqual(await frontEnd.toFeatures(sound));
    await wide.dispose();
  },
);

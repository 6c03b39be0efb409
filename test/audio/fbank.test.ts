import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createFbank } from '../../server/src/audio/fbank.ts';
import { goldenFolder, hasGolden, maxDifference, readGoldenWav, readNpy } from '../support/golden.ts';

const folder = path.join(goldenFolder, 'sensevoice/tiny/golden');
/** As SenseVoice was trained. */
const fbank = createFbank({ window: 'hamming', scale: 32_768 });

describe.skipIf(!hasGolden)('equal to the reference', () => {
  it.each(['min400', 'short_0.3s', 'one_1s', 'odd_3.137s', 'ten_10s', 'silence_1s'])('%s', (name) => {
    const features = fbank.compute(readGoldenWav(path.join(folder, `${name}.wav`)));
    expect(maxDifference(features, readNpy(path.join(folder, `${name}.fbank.npy`)).values)).toBeLessThan(
      2e-3,
    );
  });
});

test.each([
  { sampleCount: 0, frameCount: 0 },
  { sampleCount: 399, frameCount: 0 },
  { sampleCount: 400, frameCount: 1 },
  { sampleCount: 559, frameCount: 1 },
  { sampleCount: 560, frameCount: 2 },
  { sampleCount: 16_000, frameCount: 98 },
])('$sampleCount samples are $frameCount frames', ({ sampleCount, frameCount }) => {
  expect(fbank.frameCount(sampleCount)).toBe(frameCount);
  expect(fbank.compute(new Float32Array(sampleCount))).toHaveLength(frameCount * 80);
});

test('silence is the floor in every band', () => {
  expect([...new Set(fbank.compute(new Float32Array(400)))]).toEqual([Math.fround(-15.942385)]);
});

test('a tone of 1 kHz at full scale is loudest in band 27', () => {
  const tone = Float32Array.from({ length: 400 }, (_, index) =>
    Math.sin((2 * Math.PI * 1000 * index) / 16_000),
  );
  const features = fbank.compute(tone);
  const loudest = Math.max(...features);
  expect(features.indexOf(loudest)).toBe(27);
  expect(loudest).toBeCloseTo(28.447, 2);
});

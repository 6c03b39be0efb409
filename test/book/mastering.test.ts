import { expect, test } from 'vitest';
import { createLoudnessMeter, fitMastering } from '../../server/src/book/mastering.ts';
import { measureLevel } from '../../server/src/audio/level.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { never } from '../support/never.ts';
import { cut, tone } from '../audio/tones.ts';

const rateHz = 24_000;

async function master(samples: Float32Array, lengths: readonly number[]): Promise<Float32Array> {
  const chunks = cut(samples, lengths);
  const meter = createLoudnessMeter();
  for (const chunk of chunks) meter.push(chunk);
  const read = () => ReadableStream.from(chunks);
  const mastering = await fitMastering({ loudness: meter.read(), sampleRateHz: rateHz, read }, never);
  const parts: Float32Array[] = [];
  for await (const part of mastering.apply(read())) parts.push(part);
  const whole = joinSamples(parts);
  expect(whole).toHaveLength(mastering.sampleCount);
  return whole;
}

/** Words and silence, with a peak five times as high as the rest. */
function speechLike(amplitude: number, seconds = 60): Float32Array {
  const words = tone(200, rateHz, seconds * rateHz, amplitude);
  for (let index = 0; index < words.length; index += 1) if (index % 24_000 < 8000) words[index] = 0;
  words.set(tone(200, rateHz, 1200, 5 * amplitude), rateHz);
  return words;
}

test.each([0.02, 0.05, 0.15])('what has an amplitude of %f is as loud as shops ask', async (amplitude) => {
  const { rmsDb, peakDb } = measureLevel(await master(speechLike(amplitude), [5000]));
  expect(rmsDb).toBeGreaterThan(-21);
  expect(rmsDb).toBeLessThan(-19.5);
  expect(peakDb).toBeLessThanOrEqual(-3);
});

test('words with high strokes between them are as loud as shops ask', async () => {
  const words = speechLike(0.02);
  for (let at = 0; at < words.length; at += rateHz) words.set(tone(200, rateHz, 240, 0.5), at);
  const { rmsDb, peakDb } = measureLevel(await master(words, [5000]));
  expect(rmsDb).toBeGreaterThan(-23);
  expect(rmsDb).toBeLessThan(-19.5);
  expect(peakDb).toBeLessThanOrEqual(-3);
});

test('silence is around it, and it is the same however it comes', async () => {
  const whole = await master(speechLike(0.1, 3), [4096]);
  expect(whole.subarray(0, 0.75 * rateHz).every((sample) => sample === 0)).toBe(true);
  expect(whole.subarray(whole.length - 2 * rateHz).every((sample) => sample === 0)).toBe(true);
  const cutOtherwise = await master(speechLike(0.1, 3), [1, 7000, 313]);
  expect(cutOtherwise.every((sample, index) => sample === whole[index])).toBe(true);
});

test('silence stays silence, and noise is not made loud', async () => {
  expect(measureLevel(await master(new Float32Array(rateHz), [4096])).peakDb).toBe(-Infinity);
  const quiet = await master(tone(200, rateHz, 10 * rateHz, 1e-4), [4096]);
  expect(measureLevel(quiet).peakDb).toBeCloseTo(20 * Math.log10(1e-4) + 24, 0);
});

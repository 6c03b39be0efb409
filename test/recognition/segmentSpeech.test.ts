import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpeechSegment } from '../../server/src/recognition/followSpeech.ts';
import { segmentSpeech } from '../../server/src/recognition/segmentSpeech.ts';
import { createFakeVoiceActivity } from './fakeVoiceActivity.ts';
import { never } from '../support/never.ts';

const sampleRateHz = 16_000;

/** Seconds of silence and of a ramp that makes every sample of the recording tell its place. */
function recording(...parts: readonly (readonly ['silence' | 'speech', number])[]): Float32Array {
  const kinds = parts.flatMap(([kind, seconds]) =>
    Array.from({ length: Math.round(seconds * sampleRateHz) }, () => kind),
  );
  return Float32Array.from(kinds, (kind, index) => (kind === 'silence' ? 0 : (index + 1) / kinds.length));
}

async function* inChunks(samples: Float32Array, sizes: readonly number[]): AsyncGenerator<Float32Array> {
  for (let start = 0, turn = 0; start < samples.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? samples.length;
    yield await Promise.resolve(samples.slice(start, start + size));
    start += size;
  }
}

/** Comparing a hundred thousand numbers one by one takes seconds, their bytes no time. */
function toBytes(samples: Float32Array = new Float32Array(0)): string {
  const { buffer, byteOffset, byteLength } = samples;
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

async function segmentsOf(samples: Float32Array, sizes: readonly number[]): Promise<SpeechSegment[]> {
  const segments: SpeechSegment[] = [];
  const options = { voiceActivity: createFakeVoiceActivity() };
  for await (const segment of segmentSpeech(inChunks(samples, sizes), options, never)) {
    segments.push(segment);
  }
  return segments;
}

test('a segment holds the samples of its time', async () => {
  const samples = recording(['silence', 2], ['speech', 3], ['silence', 2]);
  const [segment, ...others] = await segmentsOf(samples, [samples.length]);
  expect(others).toEqual([]);
  expect(segment?.startMs).toBeCloseTo(2000, -2);
  expect(segment?.endMs).toBeCloseTo(5000, -2);
  expect(segment?.samplesStartMs).toBeLessThan(segment?.startMs ?? 0);
  const first = ((segment?.samplesStartMs ?? 0) * sampleRateHz) / 1000;
  expect(toBytes(segment?.samples)).toBe(
    toBytes(samples.slice(first, first + (segment?.samples.length ?? 0))),
  );
});

test('the last segment ends with the recording, not with its last frame', async () => {
  const samples = recording(['speech', 1.001]);
  const [segment] = await segmentsOf(samples, [1000]);
  expect(segment?.endMs).toBe(1001);
  expect(toBytes(segment?.samples)).toBe(toBytes(samples));
});

test('an empty or silent recording has no segments', async () => {
  expect(await segmentsOf(new Float32Array(0), [1])).toEqual([]);
  expect(await segmentsOf(recording(['silence', 30]), [4096])).toEqual([]);
});

test('the division into chunks does not matter', async () => {
  const samples = recording(
    ['silence', 1],
    ['speech', 2],
    ['silence', 1.2],
    ['speech', 17],
    ['silence', 0.9],
  );
  const summary = async (sizes: readonly number[]) =>
    (await segmentsOf(samples, sizes)).map((segment) => ({ ...segment, samples: toBytes(segment.samples) }));
  const whole = await summary([samples.length]);
  expect(whole.length).toBeGreaterThanOrEqual(3);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 300, max: 40_000 }), { minLength: 1, maxLength: 8 }),
      async (sizes) => {
        expect(await summary(sizes)).toEqual(whole);
      },
    ),
    { numRuns: 25 },
  );
});

test('an abort is answered while the source is silent, and the source is told', async () => {
  const controller = new AbortController();
  let wasClosed = false;
  const source: AsyncIterable<Float32Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: () => {
        wasClosed = true;
        return new Promise(() => undefined);
      },
    }),
  };
  const reading = segmentSpeech(
    source,
    { voiceActivity: createFakeVoiceActivity() },
    controller.signal,
  ).next();
  const startMs = performance.now();
  controller.abort(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
  expect(performance.now() - startMs).toBeLessThan(100);
  expect(wasClosed).toBe(true);
});

import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createMp3Encoder, type Mp3Options } from '../../server/src/audioFiles/mp3Encoder.ts';
import { parseMpegFrameHeader } from '../../server/src/audioFiles/mpegFrame.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { fitTone, join, toDb, tone } from '../audio/tones.ts';
import { collect, createTempFolder, never } from './audioFixtures.ts';

/** Of whole frames, each read by its own header. */
interface Mp3Facts {
  readonly sampleRateHz: number;
  readonly frameCount: number;
  readonly bitRateKbps: number;
}

function readFrames(bytes: Uint8Array): Mp3Facts {
  const rates = new Set<number>();
  let frameCount = 0;
  let samplesPerFrame = 0;
  for (let at = 0; at < bytes.length; frameCount += 1) {
    const header = parseMpegFrameHeader(bytes, at);
    if (header === null) throw new Error(`no frame at ${at}`);
    expect(header.channelCount).toBe(1);
    rates.add(header.sampleRateHz);
    samplesPerFrame = header.samplesPerFrame;
    at += header.sizeBytes;
  }
  expect(rates.size).toBe(1);
  const [sampleRateHz = NaN] = rates;
  const durationMs = (frameCount * samplesPerFrame * 1000) / sampleRateHz;
  return { sampleRateHz, frameCount, bitRateKbps: (bytes.length * 8) / durationMs };
}

async function encode(
  samples: Float32Array,
  rateHz: number,
  { pieceSamples = 5000, ...options }: Mp3Options & { readonly pieceSamples?: number } = {},
): Promise<Buffer> {
  const encoder = await createMp3Encoder(rateHz, options);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < samples.length; at += pieceSamples) {
    parts.push(encoder.push(samples.subarray(at, at + pieceSamples)));
  }
  return Buffer.concat([...parts, encoder.flush()]);
}

async function decode(bytes: Uint8Array, rateHz: number): Promise<Float32Array> {
  await using folder = await createTempFolder();
  const path = folder.file('sound');
  await writeFile(path, bytes);
  const file = await openAudioFile(path, never);
  expect(file.sampleRateHz).toBe(rateHz);
  return join(await collect(file.readMono(rateHz, never)));
}

const book = { bitRateKbps: 192, outputRateHz: 44_100 } as const;

test.each([
  [24_000, {}, 24_000, 96],
  [8000, {}, 8000, 64],
  [24_000, { bitRateKbps: 192 }, 24_000, 160],
  [24_000, book, 44_100, 192],
  [22_050, book, 44_100, 192],
  [44_100, book, 44_100, 192],
  [48_000, book, 44_100, 192],
  [24_000, { bitRateKbps: 320, outputRateHz: 48_000 }, 48_000, 320],
  [24_000, { bitRateKbps: 8, outputRateHz: 44_100 }, 44_100, 32],
  [10_000, { outputRateHz: 16_000 }, 16_000, 96],
] as const)('%i Hz with %j gives %i Hz and %i kbit/s', async (rateHz, options, outputRateHz, bitRateKbps) => {
  const facts = readFrames(await encode(tone(440, rateHz, 2 * rateHz, 0.5), rateHz, options));
  expect(facts.sampleRateHz).toBe(outputRateHz);
  expect(Math.abs(facts.bitRateKbps / bitRateKbps - 1)).toBeLessThan(0.002);
});

test.each([100, 440, 6000, 10_000, 11_000])(
  'a tone of %i Hz keeps its pitch at 44.1 kHz, and has no image',
  async (frequencyHz) => {
    const decoded = await decode(await encode(tone(frequencyHz, 24_000, 72_000, 0.5), 24_000, book), 44_100);
    const middle = decoded.subarray(22_050, 110_250);
    const { amplitude, residualRms } = fitTone(middle, frequencyHz, 44_100);
    // 11 kHz is where the resampler begins to take away.
    expect(Math.abs(toDb(amplitude / 0.5) + 0.3)).toBeLessThan(frequencyHz < 10_600 ? 0.1 : 1.2);
    expect(toDb((residualRms * Math.SQRT2) / amplitude)).toBeLessThan(-70);
  },
);

test('the sound lasts as long as it was, after the delay of the codec', async () => {
  const samples = new Float32Array(24_000 * 20 + 7);
  const [first, last] = [12_000, 24_000 * 20];
  for (const at of [first, last]) samples[at] = 0.9;
  const decoded = await decode(await encode(samples, 24_000, book), 44_100);
  const length = samples.length * (44_100 / 24_000);
  expect(decoded.length).toBeGreaterThanOrEqual(length + 1105);
  expect(decoded.length).toBeLessThan(length + 1105 + 2 * 1152);
  for (const at of [first, last]) {
    const expected = at * (44_100 / 24_000) + 1105;
    const near = decoded.subarray(Math.round(expected) - 4000, Math.min(decoded.length, expected + 4000));
    const loudest = near.reduce((best, sample, index) => (sample > (near[best] ?? 0) ? index : best), 0);
    expect(Math.abs(loudest - 4000)).toBeLessThanOrEqual(1);
  }
});

test('how the sound is cut changes no byte', async () => {
  const samples = tone(440, 24_000, 30_000, 0.5);
  const whole = await encode(samples, 24_000, book);
  expect((await encode(samples, 24_000, { ...book, pieceSamples: 777 })).equals(whole)).toBe(true);
});

test('a rate that MPEG audio does not have needs another', async () => {
  await expect(createMp3Encoder(10_000)).rejects.toThrow(RangeError);
});

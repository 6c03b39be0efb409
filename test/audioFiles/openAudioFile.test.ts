import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AudioFormat } from '../../server/src/audioFiles/audioStream.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { fitTone, rms } from '../audio/tones.ts';
import { collect, createTempFolder, fixture, never, readAll } from './audioFixtures.ts';

interface Expected {
  readonly format: AudioFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly durationMs: number | null;
}

const tones: readonly (readonly [string, Expected])[] = [
  ['tone-44100-stereo-cover.mp3', { format: 'mp3', sampleRateHz: 44_100, channelCount: 2, durationMs: 500 }],
  [
    'tone-22050-mono-no-header.mp3',
    { format: 'mp3', sampleRateHz: 22_050, channelCount: 1, durationMs: null },
  ],
  ['tone-44100-stereo.ogg', { format: 'ogg-vorbis', sampleRateHz: 44_100, channelCount: 2, durationMs: 500 }],
  ['tone-44100-flac.ogg', { format: 'ogg-flac', sampleRateHz: 44_100, channelCount: 1, durationMs: 500 }],
  ['tone-22050.flac', { format: 'flac', sampleRateHz: 22_050, channelCount: 1, durationMs: 500 }],
  ['tone-mono.opus', { format: 'ogg-opus', sampleRateHz: 48_000, channelCount: 1, durationMs: 500 }],
];

describe.each(tones)('%s', (name, expected) => {
  it('is described by its header', async () => {
    const file = await openAudioFile(fixture(name), never);
    expect(file).toMatchObject({
      ...expected,
      durationMs: expected.durationMs === null ? null : (expect.closeTo(500, 0) as number),
    });
  });

  it('gives its tone of 440 Hz, as long as it was recorded', async () => {
    const samples = await readAll(fixture(name));
    // Without a Xing header nothing says how much of an MP3 is the encoder's delay and padding.
    const isExact = name !== 'tone-22050-mono-no-header.mp3';
    expect(Math.abs(samples.length - 8000)).toBeLessThan(isExact ? 2 : 2500);
    const { amplitude, residualRms } = fitTone(samples.subarray(2000, 6000), 440, 16_000);
    expect(amplitude).toBeGreaterThan(0.08);
    expect(amplitude).toBeLessThan(0.14);
    expect(residualRms / amplitude).toBeLessThan(0.1);
  });

  it('has no damage, and can be read again', async () => {
    const file = await openAudioFile(fixture(name), never);
    const first = await collect(file.readMono(8000, never));
    expect(await collect(file.readMono(8000, never))).toEqual(first);
    expect(file.damage()).toEqual({ truncated: false, badBlockCount: 0 });
  });
});

describe.each(['speakers-48000-5.1.opus', 'speakers-96000-24bit-5.1.flac'])('%s', (name) => {
  it('is mixed by loudspeaker: center before fronts before surrounds, no LFE', async () => {
    const samples = await readAll(fixture(name));
    const steady = samples.subarray(samples.length * 0.15, samples.length * 0.85);
    const level = (frequencyHz: number): number => fitTone(steady, frequencyHz, 16_000).amplitude / 0.2;
    const total = 1 + 2 * Math.SQRT1_2 + 2 * 0.5;
    const expected = { 500: Math.SQRT1_2, 700: Math.SQRT1_2, 1000: 1, 1300: 0.5, 1600: 0.5 };
    for (const [frequencyHz, weight] of Object.entries(expected)) {
      expect(level(Number(frequencyHz)), `${frequencyHz} Hz`).toBeCloseTo(weight / total, 1);
    }
    if (samples.length > 3000) expect(level(60)).toBeLessThan(0.02);
  });
});

describe('openAudioFile', () => {
  it('tells a format by content, whatever the name', async () => {
    await using folder = await createTempFolder();
    await copyFile(fixture('tone-22050.flac'), folder.file('tone.mp3'));
    await expect(openAudioFile(folder.file('tone.mp3'), never)).resolves.toMatchObject({ format: 'flac' });
  });

  it('finds the first frame after junk', async () => {
    await using folder = await createTempFolder();
    const mp3 = await readFile(fixture('tone-22050-mono-no-header.mp3'));
    await writeFile(folder.file('a'), Buffer.concat([Buffer.alloc(5000, 'x'), mp3]));
    expect(rms(await readAll(folder.file('a')))).toBeGreaterThan(0.05);
  });

  it('reads speech', async (context) => {
    const shared = process.env['ALOUD_SHARED'] ?? path.join(import.meta.dirname, '../../../shared');
    const clips = path.join(shared, 'data/speech/ljspeech');
    if (!existsSync(clips)) return context.skip(`${clips} is missing`);
    const [clip] = (await readdir(clips)).filter((name) => name.endsWith('.flac')).sort();
    const file = await openAudioFile(path.join(clips, clip ?? ''), never);
    const samples = await readAll(file.path);
    expect(file).toMatchObject({ format: 'flac', sampleRateHz: 22_050, channelCount: 1 });
    expect(Math.abs(samples.length / 16 - (file.durationMs ?? 0))).toBeLessThan(1);
    expect(rms(samples)).toBeGreaterThan(0.02);
  });
});

describe('aborting', () => {
  it.each(['tone-44100-stereo.ogg', 'tone-22050.flac'])('%s rejects with the reason', async (name) => {
    const reason = new Error('enough');
    await expect(openAudioFile(fixture(name), AbortSignal.abort(reason))).rejects.toBe(reason);
    const file = await openAudioFile(fixture(name), never);
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const chunk of file.readMono(16_000, controller.signal))
        if (chunk.length > 0) controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });

  it('closes the file when the reader leaves early', async () => {
    const file = await openAudioFile(fixture('tone-22050.flac'), never);
    const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    if (!existsSync('/proc/self/fd')) return;
    const before = await openFiles();
    for (let count = 0; count < 10; count += 1) {
      for await (const chunk of file.readMono(16_000, never)) if (chunk.length > 0) break;
    }
    expect(await openFiles()).toBeLessThan(before + 5);
  });
});

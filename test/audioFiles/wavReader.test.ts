import { open, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpeechError } from '../../protocol/errors.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { fitTone, rms, tone } from '../audio/tones.ts';
import type { WavParts } from './audioFixtures.ts';
import { chunk, collect, createTempFolder, never, readAll, wavBytes } from './audioFixtures.ts';

/** Half of full scale on every channel. */
function integers(bits: number, sampleCount: number): Uint8Array {
  const bytes = Buffer.alloc((bits / 8) * sampleCount);
  for (let index = 0; index < sampleCount; index += 1) {
    if (bits === 8) bytes.writeUInt8(192, index);
    else bytes.writeIntLE(2 ** (bits - 2), (index * bits) / 8, bits / 8);
  }
  return bytes;
}

const mono16 = { bits: 16, channelCount: 1, sampleRateHz: 16_000 };

async function checkConstant(parts: WavParts, expected: { frames: number; value: number }): Promise<void> {
  await using folder = await createTempFolder();
  await writeFile(folder.file('a'), wavBytes(parts));
  const file = await openAudioFile(folder.file('a'), never);
  const samples = await readAll(folder.file('a'), parts.sampleRateHz);
  expect(file).toMatchObject({
    format: 'wav',
    sampleRateHz: parts.sampleRateHz,
    channelCount: parts.channelCount,
  });
  expect(file.durationMs).toBeCloseTo((expected.frames / parts.sampleRateHz) * 1000, 6);
  expect(samples).toHaveLength(expected.frames);
  for (const sample of samples) expect(sample).toBeCloseTo(expected.value, 5);
}

describe('WAV formats', () => {
  it.each([
    [8, 8000, 1],
    [16, 44_100, 2],
    [24, 96_000, 6],
    [32, 192_000, 8],
    [24, 48_000, 17],
  ])('%i bits, %i Hz, %i channels', async (bits, sampleRateHz, channelCount) => {
    const data = integers(bits, 100 * channelCount);
    await checkConstant({ bits, sampleRateHz, channelCount, data }, { frames: 100, value: 0.5 });
  });

  it('floats of 32 and 64 bits, and the extensible format', async () => {
    const halves = new Uint8Array(Float32Array.from({ length: 100 }, () => 0.5).buffer);
    const doubles = new Uint8Array(Float64Array.from({ length: 100 }, () => -0.25).buffer);
    const float = { tag: 3, channelCount: 2, sampleRateHz: 48_000 };
    await checkConstant({ ...float, bits: 32, data: halves }, { frames: 50, value: 0.5 });
    await checkConstant({ ...float, bits: 64, data: doubles, channelMask: 3 }, { frames: 50, value: -0.25 });
  });

  it('resamples 8 kHz and 96 kHz to a tone of the same pitch and level', async () => {
    await using folder = await createTempFolder();
    for (const sampleRateHz of [8000, 96_000]) {
      const data = new Uint8Array(tone(440, sampleRateHz, sampleRateHz / 2, 0.5).buffer);
      await writeFile(folder.file('a'), wavBytes({ tag: 3, bits: 32, channelCount: 1, sampleRateHz, data }));
      const samples = await readAll(folder.file('a'));
      expect(samples).toHaveLength(8000);
      const { amplitude, residualRms } = fitTone(samples.subarray(1000, 7000), 440, 16_000);
      expect(amplitude).toBeCloseTo(0.5, 3);
      expect(residualRms).toBeLessThan(1e-4);
    }
  });

  it('makes samples that are no numbers silent and holds those that are too loud', async () => {
    await using folder = await createTempFolder();
    const data = new Uint8Array(Float32Array.of(NaN, 0.5, Infinity, 3, -1e30).buffer);
    await writeFile(folder.file('a'), wavBytes({ ...mono16, tag: 3, bits: 32, data }));
    expect([...(await readAll(folder.file('a')))]).toEqual([0, 0.5, 0, 1, -1]);
  });

  it('is silent where the file is silent, and empty where it has no samples', async () => {
    await checkConstant({ ...mono16, data: new Uint8Array(200) }, { frames: 100, value: 0 });
    await checkConstant({ ...mono16, data: new Uint8Array(0) }, { frames: 0, value: 0 });
  });
});

describe('WAV chunks', () => {
  const data = integers(16, 50);

  it('skips chunks of odd and even size, wherever they are', async () => {
    const before = Buffer.concat([chunk('JUNK', Buffer.alloc(28)), chunk('LIST', Buffer.alloc(33, 'a'))]);
    await checkConstant(
      { ...mono16, data, before, between: chunk('fact', Buffer.alloc(5)) },
      { frames: 50, value: 0.5 },
    );
  });

  it('reads to the end where a stream had no size to write', async () => {
    await checkConstant(
      { ...mono16, data, dataBytes: 0xffff_ffff, riffBytes: 0xffff_ffff },
      { frames: 50, value: 0.5 },
    );
    await checkConstant({ ...mono16, data, dataBytes: 0, riffBytes: 0 }, { frames: 50, value: 0.5 });
  });

  it('takes the size of RF64 from its ds64 chunk', async () => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(100n, 8);
    const before = chunk('ds64', sizes);
    for (const riffId of ['RF64', 'BW64']) {
      const parts = { ...mono16, data: Buffer.concat([data, Buffer.from('tail')]), riffId, before };
      await checkConstant(
        { ...parts, dataBytes: 0xffff_ffff, riffBytes: 0xffff_ffff },
        { frames: 50, value: 0.5 },
      );
    }
  });

  it('says when samples are missing, and gives those that are there', async () => {
    await using folder = await createTempFolder();
    const whole = wavBytes({ ...mono16, data: integers(16, 51), dataBytes: 5000 });
    await writeFile(folder.file('a'), whole.subarray(0, -1));
    const file = await openAudioFile(folder.file('a'), never);
    const chunks = await collect(file.readMono(16_000, never));
    expect(chunks.flatMap((samples) => [...samples])).toEqual(Array<number>(50).fill(0.5));
    expect(file.durationMs).toBeCloseTo(50 / 16, 6);
    expect(file.damage()).toEqual({ truncated: true, badBlockCount: 0 });
  });

  it('refuses what it cannot read, by name', async () => {
    await using folder = await createTempFolder();
    const check = async (bytes: Uint8Array, found: string): Promise<void> => {
      await writeFile(folder.file('a.wav'), bytes);
      await expect(openAudioFile(folder.file('a.wav'), never)).rejects.toMatchObject({
        code: 'unsupportedAudio',
        message: expect.stringContaining(found) as string,
      });
    };
    await check(wavBytes({ ...mono16, data, tag: 2, bits: 4 }), 'Microsoft ADPCM');
    await check(wavBytes({ ...mono16, data, channelCount: 0 }), 'no channels');
    await check(wavBytes({ ...mono16, data, sampleRateHz: 0 }), '0 samples a second');
    await check(wavBytes({ ...mono16, data, sampleRateHz: 4_000_000_000 }), '4000000000 samples');
    await check(wavBytes({ ...mono16, data }).subarray(0, 40), 'without samples');
    await check(
      Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), Buffer.alloc(100_000)]),
      'too many chunks',
    );
  });

  it('survives any change to the header: an answer or a coded error, within the size of the file', async () => {
    await using folder = await createTempFolder();
    const whole = wavBytes({ ...mono16, data, channelMask: 4, before: chunk('JUNK', Buffer.alloc(6)) });
    const change = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.constantFrom(0, 1, 2, 8, 127, 255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        await writeFile(folder.file('a'), bytes);
        try {
          const file = await openAudioFile(folder.file('a'), never);
          for await (const samples of file.readMono(16_000, never))
            expect(samples.length).toBeLessThan(200_000);
        } catch (error) {
          expect(isSpeechError(error), String(error)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a WAV of three hours', () => {
  it('is read in bounded memory', { timeout: 60_000 }, async () => {
    await using folder = await createTempFolder();
    const dataBytes = 3 * 3600 * 8000;
    const handle = await open(folder.file('long.wav'), 'w');
    await handle.write(
      wavBytes({ bits: 8, channelCount: 1, sampleRateHz: 8000, data: new Uint8Array(0), dataBytes }),
    );
    // The rest is a hole in the file: it takes no room on the disk and reads as zeros, which 8-bit PCM calls -1.
    await handle.truncate(44 + dataBytes);
    await handle.close();
    const file = await openAudioFile(folder.file('long.wav'), never);
    expect(file.durationMs).toBe(3 * 3600 * 1000);
    let count = 0;
    let longest = 0;
    let last = new Float32Array(0);
    for await (const samples of file.readMono(8000, never)) {
      count += samples.length;
      longest = Math.max(longest, samples.length);
      last = Float32Array.from(samples);
    }
    expect(count).toBe(3 * 3600 * 8000);
    expect(longest).toBeLessThan(100_000);
    expect(rms(last)).toBe(1);
  });
});

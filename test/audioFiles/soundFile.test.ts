import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedSpeech } from '../../server/src/audioFiles/generatedSpeech.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { writeSoundFile, type SoundFile } from '../../server/src/audioFiles/soundFile.ts';
import { fitTone, tone } from '../audio/tones.ts';
import { mountSmallDisk } from '../support/smallDisk.ts';
import { asOrdinaryUser, createTempFolder, never, readAll } from './audioFixtures.ts';

const samples = tone(440, 24_000, 24_000 + 7, 0.5);

const sound: Omit<SoundFile, 'path' | 'format'> = {
  sampleRateHz: 24_000,
  sampleCount: samples.length,
  tags: { ...generatedSpeech, title: 'Ärger', trackNumber: 2 },
  mp3: { bitRateKbps: 192, outputRateHz: 44_100 },
};

const titles = {
  wav: Buffer.from('INAM\x07\0\0\0Ärger\0', 'utf8'),
  flac: Buffer.from('TITLE=Ärger', 'utf8'),
  mp3: Buffer.from('\ufeffÄrger', 'utf16le'),
};

/** @param reached  is called before the chunk that begins at or after half of the sound */
async function* pieces(reached: () => void = () => undefined): AsyncGenerator<Float32Array> {
  for (let at = 0; at < samples.length; at += 1000) {
    if (at === 12_000) reached();
    yield await Promise.resolve(samples.subarray(at, at + 1000));
  }
}

describe.each(['wav', 'flac', 'mp3'] as const)('writeSoundFile, %s', (format) => {
  it('writes what readers read, in one piece', async () => {
    await using folder = await createTempFolder();
    const file = folder.file('a');
    await writeFile(file, 'old');
    const during: Promise<string>[] = [];
    await writeSoundFile(
      { ...sound, path: file, format },
      pieces(() => during.push(readFile(file, 'utf8'))),
      never,
    );
    expect(await Promise.all(during)).toEqual(['old']);
    expect(await readdir(folder.file('.'))).toEqual(['a']);
    expect((await readFile(file)).includes(titles[format])).toBe(true);
    const opened = await openAudioFile(file, never);
    const rateHz = format === 'mp3' ? 44_100 : 24_000;
    expect(opened).toMatchObject({
      format,
      sampleRateHz: rateHz,
      durationMs: format === 'mp3' ? null : (samples.length * 1000) / 24_000,
    });
    const back = await readAll(file, rateHz);
    if (format !== 'mp3') expect(back.length).toBe(samples.length);
    const { amplitude } = fitTone(back.subarray(rateHz / 4, (rateHz * 3) / 4), 440, rateHz);
    expect(amplitude).toBeCloseTo(0.5, 1);
  });

  it('leaves the target as it was when it is aborted', async () => {
    await using folder = await createTempFolder();
    const file = folder.file('a');
    await writeFile(file, 'old');
    const controller = new AbortController();
    const reason = new Error('enough');
    let parts: string[] = [];
    const aborting = pieces(() => {
      controller.abort(reason);
    });
    const watched = async function* (): AsyncGenerator<Float32Array> {
      for await (const piece of aborting) {
        parts = await readdir(folder.file('.'));
        yield piece;
      }
    };
    await expect(writeSoundFile({ ...sound, path: file, format }, watched(), controller.signal)).rejects.toBe(
      reason,
    );
    expect(parts).toHaveLength(2);
    expect(await readdir(folder.file('.'))).toEqual(['a']);
    expect(await readFile(file, 'utf8')).toBe('old');
  });

  it('rejects with the reason where the sound ends or fails by the abort, and begins nothing after it', async () => {
    await using folder = await createTempFolder();
    const reason = new Error('enough');
    for (const end of [
      () => undefined,
      () => {
        throw new Error('the engine is gone');
      },
    ]) {
      const controller = new AbortController();
      const ending = async function* (): AsyncGenerator<Float32Array> {
        yield await Promise.resolve(samples);
        controller.abort(reason);
        end();
      };
      const write = (): Promise<void> =>
        writeSoundFile({ ...sound, path: folder.file('a'), format }, ending(), controller.signal);
      await expect(write()).rejects.toBe(reason);
      await expect(write()).rejects.toBe(reason);
    }
    expect(await readdir(folder.file('.'))).toEqual([]);
  });

  it('leaves nothing where the sound fails, or is not as long as was said', async () => {
    await using folder = await createTempFolder();
    const file = { ...sound, path: folder.file('a'), format };
    const failing = pieces(() => {
      throw new Error('no more');
    });
    await expect(writeSoundFile(file, failing, never)).rejects.toThrow('no more');
    for (const sampleCount of [samples.length - 1, samples.length + 1]) {
      await expect(writeSoundFile({ ...file, sampleCount }, pieces(), never)).rejects.toThrow(RangeError);
    }
    expect(await readdir(folder.file('.'))).toEqual([]);
  });

  it('refuses places it cannot write', async () => {
    await using folder = await createTempFolder();
    const check = (name: string, found: string): Promise<void> =>
      expect(
        writeSoundFile({ ...sound, path: path.resolve(folder.file('.'), name), format }, pieces(), never),
      ).rejects.toMatchObject({
        code: 'fileUnwritable',
        message: expect.stringContaining(found) as string,
      });
    await check('missing/a', 'folder does not exist');
    await check('.', 'is a folder');
    await mkdir(folder.file('locked'));
    await chmod(folder.file('locked'), 0o555);
    await asOrdinaryUser(() => check('locked/a', 'permission denied'));
  });

  it('says that the disk is full, and takes its file away', async ({ skip }) => {
    await using folder = await createTempFolder();
    using disk = mountSmallDisk(folder.file('small'));
    skip(disk === null, 'nothing can be mounted here');
    const endless = async function* (): AsyncGenerator<Float32Array> {
      const noise = Float32Array.from({ length: 24_000 }, (_, index) => Math.sin(index * index) * 0.9);
      for (;;) yield await Promise.resolve(noise);
    };
    await expect(
      writeSoundFile({ ...sound, path: folder.file('small/a'), format }, endless(), never),
    ).rejects.toMatchObject({ code: 'diskFull' });
    expect(await readdir(folder.file('small'))).toEqual([]);
  });
});

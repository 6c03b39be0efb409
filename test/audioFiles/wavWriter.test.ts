import { spawnSync } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedSpeech } from '../../server/src/audioFiles/generatedSpeech.ts';
import type { ByteSink } from '../../server/src/audioFiles/partFile.ts';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';
import { tone } from '../audio/tones.ts';
import { asOrdinaryUser, createTempFolder, readAll } from './audioFixtures.ts';

const options = { sampleRateHz: 24_000 };

describe('createWavWriter', () => {
  it('writes what readers read, in one piece', async () => {
    await using folder = await createTempFolder();
    const samples = tone(440, 24_000, 5000, 0.8);
    const writer = await createWavWriter(folder.file('a.wav'), options);
    await writer.write(samples.subarray(0, 1));
    await writer.write(new Float32Array(0));
    await writer.write(samples.subarray(1));
    expect(await readdir(folder.file('.'))).not.toContain('a.wav');
    await writer.close();
    expect(await readdir(folder.file('.'))).toEqual(['a.wav']);
    expect((await stat(folder.file('a.wav'))).size).toBe(44 + 10_000);
    const back = await readAll(folder.file('a.wav'), 24_000);
    expect(Math.max(...back.map((sample, index) => Math.abs(sample - (samples[index] ?? 0))))).toBeLessThan(
      2 ** -15,
    );
  });

  it('says what the file is before its samples, and readers read the samples', async () => {
    await using folder = await createTempFolder();
    const writer = await createWavWriter(folder.file('a.wav'), { ...options, tags: generatedSpeech });
    await writer.write(Float32Array.of(0.5, -0.5));
    await writer.close();
    const bytes = await readFile(folder.file('a.wav'));
    expect(bytes.subarray(36, 90).toString('latin1')).toBe(
      'LIST\x2e\0\0\0INFOICMT\x14\0\0\0AI-generated speech\0ISFT\x06\0\0\0Aloud\0',
    );
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect([...(await readAll(folder.file('a.wav'), 24_000))]).toEqual([0.5, -0.5]);
  });

  it('replaces a file at the end and follows a link', async () => {
    await using folder = await createTempFolder();
    await writeFile(folder.file('real.wav'), 'old');
    await symlink(folder.file('real.wav'), folder.file('link.wav'));
    const writer = await createWavWriter(folder.file('link.wav'), options);
    await writer.write(new Float32Array(10));
    expect(await readFile(folder.file('real.wav'), 'utf8')).toBe('old');
    await writer.close();
    expect((await lstat(folder.file('link.wav'))).isSymbolicLink()).toBe(true);
    expect((await stat(folder.file('real.wav'))).size).toBe(64);
  });

  it('removes what a process left behind that was killed, and nothing else', async () => {
    await using folder = await createTempFolder();
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const kept = [
      `a.wav.${process.pid}-abcdef.part`,
      `a.wav.${gone}-abc.part`,
      `a.wav.${gone}-abcdef.part.wav`,
      `b.wav.${gone}-abcdef.part`,
      `a.wav.${gone}-000000.part`,
    ];
    for (const name of [...kept, `a.wav.${gone}-abcdef.part`]) {
      await writeFile(folder.file(name), 'x');
      if (!name.includes('000000')) await utimes(folder.file(name), 0, 0);
    }
    const writer = await createWavWriter(folder.file('a.wav'), options);
    await writer.close();
    expect((await readdir(folder.file('.'))).toSorted()).toEqual([...kept, 'a.wav'].toSorted());
  });

  it('leaves nothing behind after an abort', async () => {
    await using folder = await createTempFolder();
    const writer = await createWavWriter(folder.file('a.wav'), options);
    await writer.write(new Float32Array(1000));
    await writer.abort();
    await writer.abort();
    expect(await readdir(folder.file('.'))).toEqual([]);
    await expect(writer.write(new Float32Array(1))).rejects.toThrow('closed');
  });

  it('keeps the file when abort comes after close', async () => {
    await using folder = await createTempFolder();
    const writer = await createWavWriter(folder.file('a.wav'), options);
    await writer.close();
    await writer.abort();
    expect(await readdir(folder.file('.'))).toEqual(['a.wav']);
  });

  it('refuses targets it cannot write', async () => {
    await using folder = await createTempFolder();
    const check = (name: string, found: string): Promise<void> =>
      expect(createWavWriter(path.resolve(folder.file('.'), name), options)).rejects.toMatchObject({
        code: 'fileUnwritable',
        message: expect.stringContaining(found) as string,
      });
    await writeFile(folder.file('file'), '');
    await check('missing/a.wav', 'folder does not exist');
    await check('file/a.wav', 'not a folder');
    await check('.', 'is a folder');
    await check('/dev/null', 'a device or pipe');
    await mkdir(folder.file('locked'));
    await chmod(folder.file('locked'), 0o555);
    await writeFile(folder.file('read-only.wav'), 'old');
    await chmod(folder.file('read-only.wav'), 0o444);
    await asOrdinaryUser(async () => {
      await check('locked/a.wav', 'permission denied');
      await check('read-only.wav', 'permission denied');
    });
  });

  it('says that the disk is full, and takes its file away', async () => {
    await using folder = await createTempFolder();
    const room = 44 + 3000;
    const openSink = async (sinkPath: string): Promise<ByteSink> => {
      await writeFile(sinkPath, '');
      return {
        write: (bytes, position) =>
          position + bytes.length > room
            ? Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
            : Promise.resolve(),
        close: () => Promise.resolve(),
      };
    };
    const writer = await createWavWriter(folder.file('a.wav'), { ...options, openSink });
    await writer.write(new Float32Array(1000));
    expect(await readdir(folder.file('.'))).toHaveLength(1);
    await expect(writer.write(new Float32Array(1000))).rejects.toMatchObject({ code: 'diskFull' });
    expect(await readdir(folder.file('.'))).toEqual([]);
    await expect(writer.close()).rejects.toThrow('closed');
  });

  it('refuses more than a WAV file can hold', async () => {
    await using folder = await createTempFolder();
    const sink: ByteSink = { write: () => Promise.resolve(), close: () => Promise.resolve() };
    const writer = await createWavWriter(folder.file('a.wav'), {
      ...options,
      openSink: () => Promise.resolve(sink),
    });
    const hour = { length: 2 ** 31 } as Float32Array;
    await expect(writer.write(hour)).rejects.toMatchObject({ code: 'inputTooLong' });
  });
});

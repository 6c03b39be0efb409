import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-sink-'));
const place = (name: string): string => path.join(folder, name);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const openSynthesis = (): Promise<never> => Promise.reject(new Error('An engine was loaded.'));

beforeEach(() => {
  writeFileSync(place('own.aloud'), 'Hello. [sound knock.wav]\n');
  writeFileSync(place('own.md'), '# Hello\n');
  writeFileSync(place('own.txt'), 'Hello.\n');
  writeFileSync(place('knock.wav'), 'RIFF');
  writeFileSync(place('other.aloud'), 'Ho.');
  rmSync(place('link.wav'), { force: true });
  symlinkSync('own.aloud', place('link.wav'));
});

describe('a script that is written to a file', () => {
  test.each<readonly [source: string, target: string, refusal: string]>([
    ['own.aloud', 'own.aloud', '--out would overwrite own.aloud, which is spoken.'],
    ['own.md', 'own.md', '--out would overwrite own.md, which is spoken.'],
    ['own.txt', 'own.txt', '--out would overwrite own.txt, which is spoken.'],
    ['own.aloud', 'link.wav', '--out would overwrite own.aloud, which is spoken.'],
    ['own.aloud', 'knock.wav', '--out would overwrite knock.wav, which is spoken.'],
    ['own.aloud', 'other.aloud', 'other.aloud is there and is no WAV file: it would be lost.'],
    ['own.aloud', 'book.m4b', 'book.m4b is named as another kind of sound than WAV, which is written.'],
  ])('%s is not written to %s', async (source, target, refusal) => {
    const before = target === 'book.m4b' ? null : readFileSync(place(target));
    const { exitCode, stderr } = await run(['speak', '--file', place(source), '--out', place(target)], {
      services: { openSynthesis },
    });
    expect({ exitCode, told: stderr.replaceAll(folder + path.sep, '').split('\n')[0] }).toEqual({
      exitCode: 2,
      told: `error: ${refusal}`,
    });
    if (before !== null) expect(readFileSync(place(target))).toEqual(before);
  });

  test.each(['', 'RIFF1234'])('is written over a file that holds "%s"', async (content) => {
    writeFileSync(place('old.wav'), content);
    const { exitCode } = await run(['speak', '--file', place('own.txt'), '--out', place('old.wav')]);
    expect(exitCode).toBe(0);
    expect(readFileSync(place('old.wav')).length).toBeGreaterThan(1000);
  });
});

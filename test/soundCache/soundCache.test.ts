import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { KeptSpeech } from '../../server/src/soundCache/keptSpeech.ts';
import { createSoundCache, type SoundCache } from '../../server/src/soundCache/soundCache.ts';
import { encodeSpeech } from '../../server/src/soundCache/speechFile.ts';

const root = mkdtempSync(path.join(tmpdir(), 'aloud-sounds-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

function open(name: string, limitBytes = 1_000_000): SoundCache {
  return createSoundCache({
    folder: path.join(root, name),
    limitBytes,
    onFailure: (error) => {
      throw error;
    },
  });
}

const description = { engine: 'fake', model: 'fake-1', provider: 'cpu', sampleRateHz: 8000 } as const;

/** Two chunks, of values that 16 bits do not hold. */
function speech(value: number): KeptSpeech {
  const chunk = (startMs: number, text: string) => ({
    samples: new Float32Array(800).fill(value),
    sampleRateHz: 8000,
    startMs,
    words: [{ text, startOffset: 0, endOffset: text.length, startMs, endMs: startMs + 50 }],
    startOffset: 0,
    endOffset: 3,
  });
  return { description, chunks: [chunk(0, 'One'), chunk(100, 'Tschüß')] };
}

test('what is read is what was written, bit by bit, also by the next daemon', async () => {
  const written = speech(0.123456789);
  const outline = await open('same').write('ab', written);
  expect(outline.durationMs).toBe(200);
  expect(new Set(outline.peaks)).toEqual(new Set([31]));
  const next = open('same');
  expect(await next.outline('ab')).toEqual(outline);
  expect(await next.read('ab')).toEqual(written);
  expect(await next.outline('cd')).toBeNull();
  expect(await next.read('cd')).toBeNull();
});

test('sounds are for their owner only, and nothing unfinished is left', async () => {
  await open('private').write('ab', speech(0.5));
  const folder = path.join(root, 'private');
  expect(readdirSync(folder)).toEqual(['ab.speech']);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(path.join(folder, 'ab.speech')).mode & 0o077).toBe(0);
  writeFileSync(path.join(folder, 'cd.1.partial'), 'x');
  await open('private').outline('ab');
  expect(readdirSync(folder)).toEqual(['ab.speech']);
});

test('what was used least recently makes room', async () => {
  const cache = open('bounded', 2.5 * encodeSpeech(speech(0.5)).length);
  for (const key of ['aa', 'bb']) {
    await cache.write(key, speech(0.5));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await cache.read('aa');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await cache.write('cc', speech(0.5));
  expect(readdirSync(path.join(root, 'bounded')).sort()).toEqual(['aa.speech', 'cc.speech']);
  expect(await cache.outline('bb')).toBeNull();
});

test('one that would fill it alone is not kept', async () => {
  const cache = open('small', 100);
  expect((await cache.write('aa', speech(0.5))).durationMs).toBe(200);
  expect(await cache.read('aa')).toBeNull();
});

test.each<[name: string, harm: (file: string) => void]>([
  [
    'cut off',
    (file) => {
      truncateSync(file, 3000);
    },
  ],
  [
    'of something else',
    (file) => {
      writeFileSync(file, 'no speech, and a length that lies');
    },
  ],
  [
    'empty',
    (file) => {
      truncateSync(file, 0);
    },
  ],
  [
    'gone',
    (file) => {
      rmSync(file);
    },
  ],
])('a file that is %s is not there', async (name, harm) => {
  await open(name).write('ab', speech(0.5));
  const cache = open(name);
  await cache.outline('none');
  harm(path.join(root, name, 'ab.speech'));
  expect(await cache.read('ab')).toBeNull();
  expect(await cache.outline('ab')).toBeNull();
});

test('a sound that cannot be written is told, and not there', async () => {
  const told: unknown[] = [];
  writeFileSync(path.join(root, 'taken'), '');
  const cache = createSoundCache({
    folder: path.join(root, 'taken'),
    limitBytes: 1_000_000,
    onFailure: (error) => told.push((error as NodeJS.ErrnoException).code),
  });
  await cache.write('ab', speech(0.5));
  expect(told).toEqual(['EEXIST']);
  expect(await cache.read('ab')).toBeNull();
});

test('what was heard in a sound is kept beside it, over a restart, and goes with it', async () => {
  const heard = { heard: 'Come in.', errorRate: 0.25, isDoubtful: false, model: 'fake-1' };
  const cache = open('heard', 2 * encodeSpeech(speech(0.5)).length);
  await cache.writeCheck('ab', heard);
  expect(await cache.check('ab')).toBeNull();
  await cache.write('ab', speech(0.5));
  expect(await cache.check('ab')).toBeNull();
  await cache.writeCheck('ab', heard);
  expect(await cache.check('ab')).toEqual(heard);
  const next = open('heard', 2 * encodeSpeech(speech(0.5)).length);
  expect(await next.check('ab')).toEqual(heard);
  await next.write('ab', speech(0.5));
  expect(await next.check('ab')).toEqual(heard);
  await next.write('cd', speech(0.6));
  await next.write('ef', speech(0.7));
  expect(await next.check('ab')).toBeNull();
  const folder = path.join(root, 'heard');
  expect(readdirSync(folder).toSorted()).toEqual(['cd.speech', 'ef.speech']);
  writeFileSync(path.join(folder, 'cd.heard.json'), '{"heard":');
  writeFileSync(path.join(folder, 'gone.heard.json'), JSON.stringify(heard));
  const last = open('heard');
  expect(await last.check('cd')).toBeNull();
  expect(readdirSync(folder)).not.toContain('gone.heard.json');
});

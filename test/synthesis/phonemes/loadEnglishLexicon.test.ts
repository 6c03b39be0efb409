import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadEnglishLexicon } from '../../../server/src/synthesis/phonemes/loadEnglishLexicon.ts';

const signal = new AbortController().signal;
const folder = await mkdtemp(path.join(tmpdir(), 'aloud-lexicon-'));
afterAll(() => rm(folder, { recursive: true }));

test('the lexicon that ships is read, and knows its words', async () => {
  const lexicon = await loadEnglishLexicon(path.resolve('dist', 'english.lexicon'), signal);
  expect(lexicon.pronunciations('cat')).toEqual([['K', 'AE1', 'T']]);
});

test.each([
  ['missing', undefined],
  ['empty', new Uint8Array()],
  ['another file', new Uint8Array(1000)],
])('%s: fileUnreadable', async (name, bytes) => {
  const file = path.join(folder, name);
  if (bytes !== undefined) await writeFile(file, bytes);
  await expect(loadEnglishLexicon(file, signal)).rejects.toMatchObject({ code: 'fileUnreadable' });
});

test('an abort rejects with its reason', async () => {
  await expect(loadEnglishLexicon(folder, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

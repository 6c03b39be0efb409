import { expect, test } from 'vitest';
import { createVocabularyIndex } from '../../../server/src/recognition/vocabulary/vocabularyIndex.ts';
import { correct, createCorrector, tools } from './corrector.ts';

const heard = 'We run cube or netties, call get user media and ship it.';

test('duplicates, empty phrases and phrases of signs alone are left out', async () => {
  const { phrases } = await createVocabularyIndex(
    ['Kubernetes', '', '   ', 'Kubernetes', ' Kubernetes ', '🙂', '—', '\u0301', 'getUserMedia'],
    tools,
  );
  expect(phrases.map(({ written }) => written)).toEqual(['Kubernetes', 'getUserMedia']);
});

test.each<readonly [string, readonly string[], string, string]>([
  ['no phrases', [], heard, heard],
  ['emoji alone', ['🙂', '👩‍👩‍👧‍👧'], heard, heard],
  ['emoji in a phrase', ['Kubernetes 🚀'], 'We run cube or netties.', 'We run Kubernetes 🚀.'],
  ['an emoji that is there', ['Kubernetes 🚀'], 'We run Kubernetes 🚀.', 'We run Kubernetes 🚀.'],
  [
    'scripts that are compared as written',
    ['ДатаКиїв', 'नमस्ते', 'データ'],
    'датакиїв, नमस्ते and データ',
    'ДатаКиїв, नमस्ते and データ',
  ],
  ['200 characters', ['Kubernetes '.repeat(18).trim()], 'cube or netties', 'cube or netties'],
  [
    '200 characters that are said',
    ['alpha omega '.repeat(16).trim()],
    'Alpha Omega '.repeat(16),
    `A${'alpha omega '.repeat(16).slice(1)}`,
  ],
  ['200 characters without a space', ['x'.repeat(200)], 'nothing of it', 'nothing of it'],
  [
    'parts of one another',
    ['get', 'getUser', 'getUserMedia', 'User'],
    'call get user media',
    'call getUserMedia',
  ],
  ['the shorter where only it is said', ['getUser', 'getUserMedia'], 'call get user now', 'call getUser now'],
  [
    'the same letters',
    ['getUserMedia', 'get_user_media'],
    'get user media or get_user_media',
    'getUserMedia or get_user_media',
  ],
  ['signs around', ['.NET', 'C++'], 'in .net and c++ or C.', 'in .NET and C++ or C.'],
  ['one letter', ['C'], 'see the C of it', 'see the C of it'],
])('%s', async (_name, phrases, text, expected) => {
  expect(await correct(text, phrases)).toBe(expected);
});

test('of 50,000 phrases the one is found that was said', { timeout: 60_000 }, async () => {
  const parts = ['read', 'write', 'open', 'close', 'find', 'sort', 'merge', 'split', 'send', 'load'];
  const nouns = [
    'File',
    'Folder',
    'Socket',
    'Stream',
    'Buffer',
    'Window',
    'Table',
    'Column',
    'Index',
    'Cache',
  ];
  const phrases = Array.from({ length: 50_000 }, (_unused, index) => {
    const digits = Array.from(String(index).padStart(5, '0'), Number);
    const [first = 0, ...others] = digits;
    return `${parts[first] ?? ''}${others.map((digit) => nouns[digit] ?? '').join('')}`;
  });
  const corrected = await createCorrector([...phrases, 'Kubernetes']);
  const startMs = performance.now();
  expect(corrected('We run Coobernettys and call open cache table column index.')).toBe(
    'We run Kubernetes and call openCacheTableColumnIndex.',
  );
  expect(performance.now() - startMs).toBeLessThan(2000);
});

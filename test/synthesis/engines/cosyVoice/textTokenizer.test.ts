import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { isSpeechError } from '../../../../protocol/errors.ts';
import { createSpecialTokens } from '../../../../server/src/synthesis/engines/cosyVoice/text/specialTokens.ts';
import { readTextTokenizer } from '../../../../server/src/synthesis/engines/cosyVoice/text/textTokenizer.ts';
import { goldenFolder, hasGolden } from '../../../support/golden.ts';

const data = path.join(goldenFolder, '../data/cosyvoice');
const work = mkdtempSync(path.join(os.tmpdir(), 'aloud-cosyvoice-'));

afterAll(() => {
  rmSync(work, { recursive: true });
});

/** Of the Python library tokenizers 0.23 with Qwen2's files and all 278 tokens added. */
const references = [
  { text: '', ids: [] },
  { text: 'Hello world', ids: [9707, 1879] },
  {
    text: 'You are a helpful assistant.<|endofprompt|>\u5e0c\u671b\u4f60\u4ee5\u540e\u80fd\u591f\u505a\u7684\u6bd4\u6211\u8fd8\u597d\u5466\u3002',
    ids: [
      2610, 525, 264, 10950, 17847, 13, 151646, 99658, 99317, 56568, 23031, 33447, 26232, 99521, 99190, 9370,
      56006, 35946, 97706, 52801, 119024, 1773,
    ],
  },
  {
    text: "I'M sure it's 2,048 \u2014 isn't it?",
    ids: [40, 27603, 2704, 432, 594, 220, 17, 11, 15, 19, 23, 1959, 4436, 944, 432, 30],
  },
  { text: '  two  spaces \n\n and\tlines \r\n', ids: [220, 1378, 220, 12621, 4710, 323, 78390, 2529] },
  {
    text: '[laughter] Well<strong>done</strong>[breath]',
    ids: [151651, 8325, 151648, 10438, 151649, 151647],
  },
  { text: '[HAPPY] [pause] is no tag', ids: [80385, 14707, 56, 60, 508, 27448, 60, 374, 902, 4772] },
  { text: '\u62a5\u9053[j][\u01d0]\u4e88', ids: [42278, 44793, 151797, 151913, 99944] },
  { text: '[HH][AH0][L][OW1] there', ids: [151706, 151673, 151717, 151723, 1052] },
  { text: 'e\u0301 is \u00e9', ids: [963, 374, 3958] },
  {
    text: '\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 ok \ud83c\udf89',
    ids: [145233, 378, 235, 145233, 378, 235, 145665, 5394, 11162, 236, 231],
  },
  {
    text: '\u79c1\u306f\u30ab\u30bf\u30ab\u30ca\u3067\u3059\u3002\ud55c\uad6d\uc5b4\ub3c4',
    ids: [128976, 70393, 46207, 70393, 95352, 37541, 1773, 23573, 124785, 31079, 47985],
  },
  { text: 'x\u00b2+y\u00b3=\u00bd \ufb01', ids: [87, 29456, 43010, 43201, 28, 26062, 32495, 70731] },
  { text: '<|im_start|>user<|im_end|><|endoftext|>', ids: [151644, 872, 151645, 151643] },
  { text: '[[breath]]', ids: [58, 151647, 60] },
  { text: '< strong>', ids: [27, 3746, 29] },
  { text: '\u00c5\u00c5 A\u030a', ids: [144044, 144044, 79252] },
  { text: "don\u2019t 'LL 'll'd", ids: [15007, 1405, 364, 4086, 364, 654, 4172] },
  { text: '12345 1,000.50', ids: [16, 17, 18, 19, 20, 220, 16, 11, 15, 15, 15, 13, 20, 15] },
  {
    text: '\u0645\u0631\u062d\u0628\u0627 \u0928\u092e\u0938\u094d\u0924\u0947',
    ids: [124122, 29825, 124671, 14925, 101, 87244, 78368, 30484, 97, 34370],
  },
  { text: '\u00a0\u3000 a', ids: [4102, 22441, 264] },
  { text: ' a', ids: [264] },
  { text: 'a  ', ids: [64, 256] },
  { text: '\ud7a3\ud835\udd4f', ids: [124222, 96, 151331] },
  {
    text: 'supercalifragilisticexpialidocioussupercalifragilisticexpialidocious',
    ids: [
      12776, 2962, 278, 333, 4101, 321, 4532, 4580, 530, 307, 2119, 283, 778, 454, 2962, 278, 333, 4101, 321,
      4532, 4580, 530, 307, 77187,
    ],
  },
];

describe.skipIf(!hasGolden)('with the files of Qwen2', async () => {
  const encode = hasGolden
    ? await readTextTokenizer(
        {
          vocabularyPath: path.join(data, 'qwen2_vocab.json'),
          mergesPath: path.join(data, 'qwen2_merges.txt'),
        },
        3,
      )
    : () => [];

  it.each(references)('$text', ({ text, ids }) => {
    expect(encode(text)).toEqual(ids);
  });

  it('special tokens have the ids of the release', () => {
    const released = JSON.parse(
      readFileSync(path.join(goldenFolder, 'cosyvoice/cv3_special_token_ids.json'), 'utf8'),
    ) as Record<string, number>;
    const own = createSpecialTokens(3);
    expect(Object.fromEntries([...own].slice(3))).toEqual(released);
    expect([...own].every(([token, id]) => encode(token).join() === String(id))).toBe(true);
  });
});

test('version 2 ends before the phones', () => {
  expect([...createSpecialTokens(2)].at(-1)).toEqual(['[mn]', 151_662]);
  expect(createSpecialTokens(2).has('[AA0]')).toBe(false);
});

const vocabulary = '{"a":0,"b":1,"ab":2}';
const merges = '#version: 0.2\na b\n';

test('merges by Windows end their lines otherwise', async () => {
  expect(await encodeWith({ vocabulary, merges: merges.replace(/\n/gu, '\r\n') }, 'ab')).toEqual([2]);
});

test.each([
  { name: 'a vocabulary that is cut off', files: { vocabulary: '{"a":0,', merges }, file: 'vocab.json' },
  { name: 'a vocabulary of texts', files: { vocabulary: '{"a":"0"}', merges }, file: 'vocab.json' },
  { name: 'merges of one piece', files: { vocabulary, merges: 'a b\nc\n' }, file: 'merges.txt' },
  { name: 'no merges', files: { vocabulary, merges: '' }, file: 'merges.txt' },
])('$name is incompatible', async ({ files, file }) => {
  const failure = await encodeWith(files, 'ab').catch((error: unknown) => error);
  expect(isSpeechError(failure, 'modelIncompatible') && failure.message).toContain(file);
});

async function encodeWith(
  files: { readonly vocabulary: string; readonly merges: string },
  text: string,
): Promise<readonly number[]> {
  const vocabularyPath = path.join(work, 'vocab.json');
  const mergesPath = path.join(work, 'merges.txt');
  writeFileSync(vocabularyPath, files.vocabulary);
  writeFileSync(mergesPath, files.merges);
  return (await readTextTokenizer({ vocabularyPath, mergesPath }, 3))(text);
}

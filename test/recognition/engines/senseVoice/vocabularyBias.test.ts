import { describe, expect, test } from 'vitest';
import { createVocabularyBias } from '../../../../server/src/recognition/engines/senseVoice/vocabularyBias.ts';
import { hasGolden } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { openToy } from '../../../support/senseVoiceToy.ts';
import { readToyClips, readToyWav } from '../../../support/toyClips.ts';

/** After the four frames of the head: pieces of a word, and of another that is nearly as likely. */
const pieces = ['<unk>', '▁get', '▁user', '▁use', 'r', 'get'];
const bias = createVocabularyBias(
  {
    pieces,
    isMarkup: (id) => id === 0,
    heads: { languages: new Map(), emotions: new Map(), events: new Map() },
  },
  0,
);

test.each<readonly [string, readonly string[], readonly number[], readonly number[]]>([
  ['an identifier is heard in its words', ['getUser'], [1, 0, 2], [5, 5, 3]],
  ['a phrase that cannot be written in pieces changes nothing', ['数据库'], [1, 0, 3], [5, 5, 4]],
  ['nor does one of a single piece', ['user'], [1, 0, 3], [5, 5, 4]],
])('%s', (_name, phrases, ids, maxima) => {
  const logits = Float32Array.from([
    -20, 5, -20, -20, -20, -20, 5, -20, -20, -20, -20, -20, -20, -20, 3, 4, -20, -20,
  ]);
  const frames = {
    ids: Int32Array.of(9, 9, 9, 9, 1, 0, 3),
    maxima: Float32Array.of(1, 1, 1, 1, 5, 5, 4),
    logSums: new Float32Array(7).fill(6),
  };
  const biased = bias.apply({ frames, logits, head: () => new Float32Array() }, phrases);
  expect([...biased.ids]).toEqual([9, 9, 9, 9, ...ids]);
  expect([...biased.maxima]).toEqual([1, 1, 1, 1, ...maxima]);
});

test('long lists are left to the correction by sound', () => {
  expect([0, 1, 5000, 5001].map((length) => bias.isUsed(Array<string>(length).fill('x')))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

describe.skipIf(!hasGolden)('the toy language', () => {
  test('what is certain is heard the same with a vocabulary, its own words or others', async () => {
    const toy = await openToy('sherpa.onnx');
    const clips = readToyClips();
    for (const { wav, text } of clips) {
      const vocabulary = ['九九', 'cat cat', '十一', ...clips.map((clip) => clip.text).filter(Boolean)];
      expect((await toy.recognize(readToyWav(wav), { vocabulary }, never)).text).toBe(text);
    }
    await toy.dispose();
  });

  test('of two sounds at once the one is heard that is a phrase', async () => {
    const toy = await openToy('sherpa.onnx');
    const second = readToyWav('u4.wav');
    const both = readToyWav('u0.wav').map((sample, index) => 0.5 * sample + 0.5 * (second[index] ?? 0));
    const hear = async (vocabulary: string[]) => (await toy.recognize(both, { vocabulary }, never)).text;
    expect([await hear([]), await hear(['two two go']), await hear(['two cat two'])]).toEqual([
      'two three go十 four cat',
      'two two go十 four cat',
      'two three go十 four cat',
    ]);
    await toy.dispose();
  });
});

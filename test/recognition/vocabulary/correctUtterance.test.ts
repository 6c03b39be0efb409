import { expect, test } from 'vitest';
import type { TranscriptWord } from '../../../protocol/recognition.ts';
import { correctUtterance } from '../../../server/src/recognition/vocabulary/correctUtterance.ts';
import { createVocabularyIndex } from '../../../server/src/recognition/vocabulary/vocabularyIndex.ts';
import { tools, utteranceOf } from './corrector.ts';

/** Words of 100 ms each, from `text|confidence`. */
function timed(...words: readonly string[]): TranscriptWord[] {
  return words.map((word, index) => {
    const [text = '', confidence] = word.split('|');
    return {
      text,
      startMs: 100 * index,
      endMs: 100 * index + 90,
      confidence: confidence === undefined ? null : Number(confidence),
    };
  });
}

async function corrected(text: string, words: TranscriptWord[] | null, phrases: readonly string[]) {
  const index = await createVocabularyIndex(phrases, tools);
  return correctUtterance(utteranceOf(text, words), { index, tools });
}

test('words that become one have the time of all and the least confidence', async () => {
  const words = timed('We|0.9', 'run|0.9', 'cube|0.4', 'or|0.3', 'netties,|0.5', 'fast.|0.8');
  const { text, words: joined } = await corrected('We run cube or netties, fast.', words, ['Kubernetes']);
  expect(text).toBe('We run Kubernetes, fast.');
  expect(joined).toEqual([
    { text: 'We', startMs: 0, endMs: 90, confidence: 0.9 },
    { text: 'run', startMs: 100, endMs: 190, confidence: 0.9 },
    { text: 'Kubernetes,', startMs: 200, endMs: 490, confidence: 0.3 },
    { text: 'fast.', startMs: 500, endMs: 590, confidence: 0.8 },
  ]);
});

test('characters of Chinese that become others keep their time as one word', async () => {
  const words = timed('用', '数', '具', '库。');
  const { text, words: joined } = await corrected('用数具库。', words, ['数据库']);
  expect(text).toBe('用数据库。');
  expect(joined?.map(({ text: word, startMs, endMs }) => [word, startMs, endMs])).toEqual([
    ['用', 0, 90],
    ['数据库。', 100, 390],
  ]);
});

test('what needs no correction is the same utterance, whatever its words', async () => {
  const words = timed('Nothing', 'here.');
  const index = await createVocabularyIndex(['Kubernetes'], tools);
  const utterance = utteranceOf('Nothing here.', words);
  expect(correctUtterance(utterance, { index, tools })).toBe(utterance);
});

test('words that are not those of the text are no words of the corrected one', async () => {
  const { text, words } = await corrected('Run cube or netties.', timed('Run', 'cubes'), ['Kubernetes']);
  expect([text, words]).toEqual(['Run Kubernetes.', null]);
});

test('of what is certain less is changed than of what is not', async () => {
  const certain = await corrected('see Pidantik', timed('see|0.9', 'Pidantik|0.99'), ['Pedantry']);
  const doubtful = await corrected('see Pidantik', timed('see|0.9', 'Pidantik|0.1'), ['Pedantry']);
  expect([certain.text, doubtful.text]).toEqual(['see Pidantik', 'see Pedantry']);
});

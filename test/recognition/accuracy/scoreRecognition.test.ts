import { describe, expect, test } from 'vitest';
import type { HeardEmotion } from '../../../protocol/expression.ts';
import type {
  HeardRecording,
  ScoredPair,
  Spoken,
} from '../../../server/src/recognition/accuracy/accuracy.ts';
import { heardRecording } from '../../../server/src/recognition/accuracy/heardRecording.ts';
import { scoreRecognition } from '../../../server/src/recognition/accuracy/scoreRecognition.ts';
import { heard } from '../../script/exchange/transcript/heard.ts';

function pair(spoken: Partial<Spoken>, found: Partial<HeardRecording>): ScoredPair {
  return {
    spoken: { text: null, language: 'en', emotion: null, events: null, ...spoken },
    heard: { text: '', language: null, emotion: null, events: null, ...found },
  };
}

test('errors of a language are all its edits by all that was said', () => {
  const { text } = scoreRecognition([
    pair({ text: 'One two three four.' }, { text: 'one two three', language: 'en' }),
    pair({ text: 'Five.' }, { text: 'five', language: 'ja' }),
    pair({ text: '今天天气很好', language: 'zh' }, { text: '今天天汽很好', language: 'zh' }),
    pair({ emotion: 'happy', language: 'ko' }, { emotion: 'happy' }),
  ]);
  expect(text).toEqual([
    {
      language: 'en',
      unit: 'word',
      fileCount: 2,
      editCount: 1,
      unitCount: 5,
      errorRate: 0.2,
      identifiedShare: 0.5,
    },
    {
      language: 'zh',
      unit: 'character',
      fileCount: 1,
      editCount: 1,
      unitCount: 6,
      errorRate: 1 / 6,
      identifiedShare: 1,
    },
  ]);
});

test('an engine that tells no language', () => {
  expect(scoreRecognition([pair({ text: 'Yes.' }, { text: 'yes' })]).text[0]?.identifiedShare).toBeNull();
});

test('emotions: each counts the same in the unweighted recall, each recording in the accuracy', () => {
  const felt: readonly (readonly [HeardEmotion, HeardEmotion | null])[] = [
    ['happy', 'happy'],
    ['happy', 'happy'],
    ['happy', 'angry'],
    ['happy', null],
    ['sad', 'sad'],
    ['neutral', 'sad'],
  ];
  const { emotion } = scoreRecognition([
    ...felt.map(([spoken, found]) => pair({ emotion: spoken }, { emotion: found })),
    pair({ text: 'No emotion is known of this.' }, { emotion: 'angry' }),
  ]);
  expect(emotion).toMatchObject({
    fileCount: 6,
    unweightedRecall: (0 + 2 / 4 + 1) / 3,
    accuracy: 3 / 6,
    untoldCount: 1,
    classes: [
      { emotion: 'neutral', expectedCount: 1, heardCount: 0, hitCount: 0, precision: null, recall: 0, f1: 0 },
      {
        emotion: 'happy',
        expectedCount: 4,
        heardCount: 2,
        hitCount: 2,
        precision: 1,
        recall: 0.5,
        f1: 4 / 6,
      },
      { emotion: 'sad', expectedCount: 1, heardCount: 2, hitCount: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
    ],
  });
  expect(emotion?.macroF1).toBeCloseTo((0 + 2 / 3 + 2 / 3) / 3);
  expect(emotion?.weightedF1).toBeCloseTo((4 * (2 / 3) + 2 / 3) / 6);
});

test('events: found or not, in the recordings that say theirs', () => {
  const { events } = scoreRecognition([
    pair({ events: ['laughter'] }, { events: ['laughter', 'music'] }),
    pair({ events: ['laughter', 'cough'] }, { events: [] }),
    pair({ events: [] }, { events: ['laughter'] }),
    pair({ events: ['cough'] }, { events: null }),
    pair({ text: 'Nothing is known of this.' }, { events: ['applause'] }),
  ]);
  expect(events).toEqual([
    { event: 'cough', expectedCount: 2, heardCount: 0, hitCount: 0, precision: null, recall: 0, f1: 0 },
    { event: 'laughter', expectedCount: 2, heardCount: 2, hitCount: 1, precision: 0.5, recall: 0.5, f1: 0.5 },
    { event: 'music', expectedCount: 0, heardCount: 1, hitCount: 0, precision: 0, recall: null, f1: 0 },
  ]);
});

test('nothing to score', () => {
  expect(scoreRecognition([])).toEqual({ text: [], emotion: null, events: [] });
});

describe('a transcript as one', () => {
  test.each([
    ['silence', [], { text: '', language: null, emotion: null, events: null }],
    [
      'what lasts longest counts, and every event',
      [
        heard('One.', { at: [0, 1000], emotion: 'sad', events: ['cough'] }),
        heard('Two.', { at: [1000, 2000], emotion: 'happy', events: ['laughter', 'cough'] }),
        heard('Drei.', { at: [2000, 2900], emotion: 'happy', language: 'de' }),
      ],
      { text: 'One. Two. Drei.', language: 'en', emotion: 'happy', events: ['cough', 'laughter'] },
    ],
  ] as const)('%s', (_what, segments, expected) => {
    expect(heardRecording(segments)).toEqual(expected);
  });
});

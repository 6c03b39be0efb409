import { describe, expect, test } from 'vitest';
import type { TranscriptSegment, TranscriptWord } from '../../../protocol/recognition.ts';
import { toPlainText } from '../../../server/src/recognition/transcript/plainText.ts';
import { toSubtitleCues } from '../../../server/src/recognition/transcript/subtitleCues.ts';
import { toSrt, toVtt } from '../../../server/src/recognition/transcript/subtitles.ts';
import { heard } from '../../script/exchange/transcript/heard.ts';

const segments = [
  heard('A < B & C. ', { at: [0, 1500.4] }),
  heard(' ', { at: [1600, 1700] }),
  heard('Two\n\nlines', { at: [3_661_000.6, 3_662_001] }),
];

test('SubRip', () => {
  expect(toSrt(segments)).toBe(
    '1\n00:00:00,000 --> 00:00:01,500\nA < B & C.\n\n2\n01:01:01,001 --> 01:01:02,001\nTwo lines\n',
  );
});

test('WebVTT escapes markup and says who heard it', () => {
  expect(toVtt(segments, 'Heard --> by\n\nme')).toBe(
    'WEBVTT\n\nNOTE Heard -> by me\n\n00:00:00.000 --> 00:00:01.500\nA &lt; B &amp; C.\n\n01:01:01.001 --> 01:01:02.001\nTwo lines\n',
  );
});

test('silence gives an empty file of the right kind', () => {
  expect([toPlainText([]), toSrt([]), toVtt([])]).toEqual(['', '', 'WEBVTT\n']);
});

test.each([
  [['One. ', ' ', 'Two.'], 'One. Two.'],
  [['今天天气很好。', '我们去公园吧。'], '今天天气很好。我们去公园吧。'],
  [['我们', 'go', '公园'], '我们 go 公园'],
  [['好。', 'Good.', '안녕.', '네.'], '好。Good. 안녕. 네.'],
])('%j is joined as %j', (texts, text) => {
  expect(toPlainText(texts.map((said, index) => heard(said, { at: [index, index + 1] })))).toBe(text);
});

/** `0-7000 one line | another`. */
function cues(...said: readonly TranscriptSegment[]): readonly string[] {
  return toSubtitleCues(said).map(
    ({ startMs, endMs, lines }) =>
      `${String(Math.round(startMs))}-${String(Math.round(endMs))} ${lines.join(' | ')}`,
  );
}

/** Words of a steady speaker, from `startMs` on, each as long as the time to the next one but 50 ms. */
function steady(text: string, { startMs = 0, wordMs = 300 } = {}): TranscriptWord[] {
  return (text.match(/[\p{L}\p{N}']+/gu) ?? []).map((word, index) => ({
    text: word,
    startMs: startMs + index * wordMs,
    endMs: startMs + (index + 1) * wordMs - 50,
    confidence: null,
  }));
}

describe('what is too long for a subtitle', () => {
  const long =
    'The harbor was quiet when the first boats came in. Two men stood on the pier, and counted the crates as they were lifted ashore.';

  test.each<readonly [what: string, segment: TranscriptSegment, expected: readonly string[]]>([
    [
      'one line stays',
      heard('The harbor was quiet.', { at: [500, 2500] }),
      ['500-2500 The harbor was quiet.'],
    ],
    [
      'two lines are of about one length',
      heard('The harbor was quiet when the first boats came in.', { at: [0, 4000] }),
      ['0-4000 The harbor was quiet when | the first boats came in.'],
    ],
    [
      'lines are broken after a mark where that is near',
      heard('It was a quiet day, when the first of the boats came in.', { at: [0, 4000] }),
      ['0-4000 It was a quiet day, | when the first of the boats came in.'],
    ],
    [
      'by the times of the words, at the end of a sentence',
      heard(long, { at: [0, 7600], words: steady(long) }),
      [
        '0-2950 The harbor was quiet when | the first boats came in.',
        '3000-7600 Two men stood on the pier, and counted | the crates as they were lifted ashore.',
      ],
    ],
    [
      'in proportion, where no word is timed',
      heard(long, { at: [0, 11_000] }),
      [
        '0-4383 The harbor was quiet when | the first boats came in.',
        '4383-11000 Two men stood on the pier, and counted | the crates as they were lifted ashore.',
      ],
    ],
    [
      'words of another text are none',
      heard(long, { at: [0, 11_000], words: steady('something else') }),
      [
        '0-4383 The harbor was quiet when | the first boats came in.',
        '4383-11000 Two men stood on the pier, and counted | the crates as they were lifted ashore.',
      ],
    ],
    [
      'seven seconds are enough, however little was said',
      heard('One, two, three, four.', {
        at: [0, 12_000],
        words: steady('One two three four', { wordMs: 3000 }),
      }),
      ['0-5950 One, two,', '6000-12000 three, four.'],
    ],
    [
      'a line does not end with what leads to the next word',
      heard('We were so very tired of the harbor and of the boats.', { at: [0, 5000] }),
      ['0-5000 We were so very tired | of the harbor and of the boats.'],
    ],
    [
      'nor with a number',
      heard('Today we measured 42 centimeters of melting ice.', { at: [0, 5000] }),
      ['0-5000 Today we measured | 42 centimeters of melting ice.'],
    ],
    [
      'Chinese has wide letters and no spaces',
      heard('今天天气很好，我们一起去公园散步吧，明天可能会下雨，所以今天是最好的机会。你觉得怎么样？', {
        at: [0, 8000],
      }),
      [
        '0-6727 今天天气很好，我们一起去公园散步吧， | 明天可能会下雨，所以今天是最好的机会。',
        '6727-8000 你觉得怎么样？',
      ],
    ],
    [
      'an opening mark goes with its word',
      heard(
        'He said: "Nobody knows where the boats are." And then he went away, "for good", as he said, and was gone.',
        {
          at: [0, 6000],
          words: steady(
            'He said Nobody knows where the boats are And then he went away for good as he said and was gone',
          ),
        },
      ),
      [
        '0-2350 He said: "Nobody knows | where the boats are."',
        '2400-6000 And then he went away, "for good", | as he said, and was gone.',
      ],
    ],
    [
      'a word that is longer than a line has one for itself',
      heard(`See ${'x'.repeat(60)} there.`, { at: [0, 3000] }),
      [`0-2746 See | ${'x'.repeat(60)}`, '2746-3746 there.'],
    ],
    [
      'times that go back or beyond are held',
      heard('One two.', {
        at: [1000, 2000],
        words: [
          { text: 'One', startMs: 0, endMs: 5000, confidence: null },
          { text: 'two', startMs: 500, endMs: 600, confidence: null },
        ],
      }),
      ['1000-2000 One two.'],
    ],
  ])('%s', (_what, segment, expected) => {
    expect(cues(segment)).toEqual(expected);
  });
});

test.each<
  readonly [
    what: string,
    said: readonly (readonly [text: string, at: [number, number]])[],
    expected: readonly string[],
  ]
>([
  ['a word stays for a second', [['Yes.', [500, 900]]], ['500-1500 Yes.']],
  [
    'until it was read',
    [['Did anyone of the others believe you?', [1000, 2100]]],
    ['1000-3176 Did anyone of the others believe you?'],
  ],
  [
    'but not into the next one',
    [
      ['Yes.', [0, 400]],
      ['No.', [700, 1000]],
      ['Well.', [1040, 3000]],
    ],
    ['0-616 Yes.', '700-1000 No.', '1040-3000 Well.'],
  ],
  ['Chinese is read by its characters', [['他说什么都不知道。', [0, 700]]], ['0-1059 他说什么都不知道。']],
])('what is said shortly: %s', (_what, said, expected) => {
  expect(cues(...said.map(([text, at]) => heard(text, { at })))).toEqual(expected);
});

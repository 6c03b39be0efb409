import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DictationOptions } from '../../../protocol/dictation.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { toWrittenWords } from '../../../server/src/recognition/dictation/writtenWords.ts';
import { countedWords, createFakeRecognizer } from './fakeRecognizer.ts';
import { type Part } from './recording.ts';
import { dictated, finals, kinds, partials } from './dictated.ts';

test('speech is told from its start over its growing text to its final text and its end', async () => {
  const told = await dictated({
    parts: [
      ['silence', 1],
      ['speech', 6],
      ['silence', 1],
    ],
    recognizer: createFakeRecognizer(countedWords),
  });
  expect(kinds(told)).toMatch(/^speechStart( partial){10,} final speechEnd$/);
  const [start] = told;
  expect(start?.event).toEqual({ kind: 'speechStart', startMs: 992 });
  const last = partials(told).at(-1);
  expect(last).toMatchObject({ segmentId: 1, language: 'en', startMs: 992 });
  expect(last?.committedText).toMatch(/^zero one two three four five/);
  const [final] = finals(told);
  expect(final?.segment).toMatchObject({ text: countedWords(6650), language: 'en', emotion: 'happy' });
  expect(final?.segment.events).toEqual([{ type: 'laughter', startMs: 586, endMs: 596, confidence: 0.9 }]);
  expect(told.at(-1)?.event).toMatchObject({ kind: 'speechEnd', endMs: final?.segment.endMs });
});

test('the first partial comes within 400 ms of speech', async () => {
  const told = await dictated({
    parts: [
      ['silence', 1],
      ['speech', 2],
      ['silence', 1],
    ],
    recognizer: createFakeRecognizer(countedWords),
  });
  expect(told.find(({ event }) => event.kind === 'partial')?.atMs).toBeLessThanOrEqual(1400);
});

test('a recognizer that hears nothing yet is asked again soon', async () => {
  const told = await dictated({
    parts: [
      ['silence', 1],
      ['speech', 2],
      ['silence', 1],
    ],
    // 400 ms of speech, after as much of what was before.
    recognizer: createFakeRecognizer((soundMs) => (soundMs < 800 ? '' : 'word')),
    takesMs: () => 30,
  });
  expect(told.find(({ event }) => event.kind === 'partial')?.atMs).toBeLessThanOrEqual(1500);
});

test.each<[string, Part[], string]>([
  ['silence tells nothing', [['silence', 3]], ''],
  [
    'a click tells nothing',
    [
      ['silence', 1],
      ['speech', 0.06],
      ['silence', 1],
    ],
    '',
  ],
  [
    'a short word has no partial',
    [
      ['silence', 1],
      ['speech', 0.16],
      ['silence', 1],
    ],
    'speechStart final speechEnd',
  ],
  [
    'a pause parts utterances',
    [
      ['speech', 0.16],
      ['silence', 1],
      ['speech', 0.16],
      ['silence', 1],
    ],
    'speechStart final speechEnd speechStart final speechEnd',
  ],
  [
    'the end of the source ends the utterance',
    [
      ['silence', 1],
      ['speech', 0.16],
    ],
    'speechStart final speechEnd',
  ],
])('%s', async (_name, parts, expected) => {
  expect(kinds(await dictated({ parts, recognizer: createFakeRecognizer(() => 'word') }))).toBe(expected);
});

test('what is heard as nothing has no final text', async () => {
  const told = await dictated({
    parts: [
      ['silence', 1],
      ['speech', 2],
      ['silence', 1],
    ],
    recognizer: createFakeRecognizer(() => ''),
  });
  expect(kinds(told)).toMatch(/^speechStart( partial)? speechEnd$/);
});

test('the pause that ends an utterance can be chosen', async () => {
  const parts: Part[] = [
    ['speech', 1],
    ['silence', 1],
    ['speech', 1],
    ['silence', 3],
  ];
  const count = async (options: DictationOptions) =>
    finals(await dictated({ parts, options, recognizer: createFakeRecognizer(() => 'word') })).length;
  expect(await count({})).toBe(2);
  expect(await count({ endOfSpeechMs: 2000 })).toBe(1);
  await expect(count({ endOfSpeechMs: 50 })).rejects.toMatchObject({ code: 'invalidInput' });
});

test('a decode made in the pause is the final one', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  const told = await dictated({
    parts: [
      ['speech', 2],
      ['silence', 2],
    ],
    recognizer,
    takesMs: () => 150,
  });
  const [final] = finals(told);
  expect(final?.timings).toEqual({ endpointingMs: 544, finalizingMs: 0, engineMs: 150 });
  expect(new Set(recognizer.calls.map(({ soundMs }) => soundMs)).size).toBe(recognizer.calls.length);
});

test('the final decode waits for no other', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  const told = await dictated({
    parts: [
      ['speech', 3],
      ['silence', 2],
    ],
    recognizer,
    takesMs: () => 5000,
  });
  const [final] = finals(told);
  expect(final?.timings).toMatchObject({ finalizingMs: 5000, engineMs: 5000 });
  expect(recognizer.calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
});

test('the end of the source gives the final text without a pause', async () => {
  const told = await dictated({ parts: [['speech', 2]], recognizer: createFakeRecognizer(countedWords) });
  expect(finals(told)[0]?.timings).toEqual({ endpointingMs: 0, finalizingMs: 50, engineMs: 50 });
});

test("the refusal of a final decode is the dictation's", async () => {
  const refusal = new SpeechError('busy', { message: 'No.', hint: 'Wait.' });
  const recognizer = createFakeRecognizer(() => Promise.reject(refusal));
  await expect(
    dictated({
      parts: [
        ['speech', 2],
        ['silence', 1],
      ],
      recognizer,
    }),
  ).rejects.toBe(refusal);
});

const parts = fc.array(
  fc.tuple(
    fc.constantFrom('silence' as const, 'speech' as const),
    fc.integer({ min: 1, max: 60 }).map((count) => count * 0.064),
  ),
  { maxLength: 6 },
);

test('whatever is heard, the events are in order and no committed word changes', async () => {
  const texts = fc.array(
    fc.array(fc.constantFrom('a', 'b', 'c,', 'D', ''), { maxLength: 6 }).map((words) => words.join(' ')),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(parts, texts, fc.integer({ min: 1, max: 3000 }), async (heard, said, tookMs) => {
      const recognizer = createFakeRecognizer(
        (_soundMs, index) => said[Math.floor(index / 5) % said.length] ?? '',
      );
      const told = await dictated({ parts: heard, recognizer, takesMs: () => tookMs, chunkSamples: 1600 });
      expect(`${kinds(told)} `).toMatch(/^((speechStart (partial |final )*speechEnd )*| )$/);
      const committed = new Map<number, string>();
      for (const { event } of told) {
        if (event.kind !== 'partial' && event.kind !== 'final') continue;
        const before = committed.get(event.segmentId) ?? '';
        const text = event.kind === 'partial' ? event.committedText : event.segment.text;
        const { words } = toWrittenWords(before);
        expect(text.startsWith(before)).toBe(true);
        expect(toWrittenWords(text).words.slice(0, words.length)).toEqual(words);
        committed.set(event.segmentId, text);
      }
    }),
    { numRuns: 60 },
  );
});

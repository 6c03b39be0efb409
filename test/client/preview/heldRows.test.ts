import { expect, test } from 'vitest';
import { takePlan, toShown, type HeldRow } from '../../../client/src/preview/heldRows.ts';
import type { PreviewRow } from '../../../protocol/previewRow.ts';

/** A row of one word, with a sound where the word ends in "!", in a voice that there is not where it begins with "?". */
const planned = (word: string): PreviewRow => ({
  speaker: null,
  voice: 'af_heart',
  text: word,
  problem: word.startsWith('?')
    ? { line: 4, message: 'There is no voice.', hint: 'Did you mean Grace? `aloud voices` lists all.' }
    : null,
  source: { startOffset: 0, endOffset: word.length },
  sourceMap: [],
  key: word.replace(/[!?]/g, ''),
  estimatedMs: 300,
  kept: word.endsWith('!') ? { durationMs: 250, peaks: [1, 2] } : null,
  check: null,
  takes: null,
});

const held = (words: readonly string[]): HeldRow[] =>
  words.map((word, index) => ({
    id: index,
    planned: planned(word),
    state: word.startsWith('?') ? 'failed' : word.endsWith('!') ? 'cached' : 'stale',
    problem: word.startsWith('?')
      ? 'Line 4: There is no voice. Did you mean Grace? Models and Voices lists all voices.'
      : null,
  }));

function take(before: readonly HeldRow[], words: readonly string[]) {
  let id = 100;
  const { rows, messages } = takePlan(before, words.map(planned), () => id++);
  return {
    ids: rows.map((row) => row.id),
    told: messages.map((message) => {
      if (message.kind === 'row') return [message.row.id, message.row.state];
      if (message.kind !== 'rows') throw new Error(message.kind);
      const { start, removedCount, rows: added } = message;
      return [start, removedCount, added.map(({ text, state }) => `${text} ${state}`)];
    }),
  };
}

test.each<[name: string, before: string[], after: string[], ids: number[], told: unknown[]]>([
  ['the first plan', [], ['a', 'b!'], [100, 101], [[0, 0, ['a stale', 'b! cached']]]],
  ['nothing new', ['a', 'b!'], ['a', 'b!'], [0, 1], []],
  ['a line edited', ['a!', 'b!', 'c!'], ['a!', 'B', 'c!'], [0, 100, 2], [[1, 1, ['B stale']]]],
  ['a line put in', ['a', 'b'], ['a', 'n', 'b'], [0, 100, 1], [[1, 0, ['n stale']]]],
  ['a line taken out', ['a', 'b', 'c'], ['a', 'c'], [0, 2], [[1, 1, []]]],
  ['one of two that are alike', ['a', 'a'], ['a'], [0], [[1, 1, []]]],
  ['everything gone', ['a', 'b'], [], [], [[0, 2, []]]],
  ['a sound that was made', ['a', 'b'], ['a', 'b!'], [0, 1], [[1, 'cached']]],
  ['a voice that there is not', ['a'], ['?a'], [0], [[0, 'failed']]],
  ['a voice that there is again', ['?a'], ['a'], [0], [[0, 'stale']]],
  ['a sound in another voice', ['?a'], ['?a!'], [0], []],
  ['a sound that is gone', ['a', 'b!'], ['a', 'b'], [0, 1], [[1, 'stale']]],
])('%s', (_name, before, after, ids, told) => {
  expect(take(held(before), after)).toEqual({ ids, told });
});

test('a row says what is wrong with its voice and the way out in the editor', () => {
  const { rows } = takePlan([], [planned('?a')], () => 0);
  expect(rows).toEqual(held(['?a']));
  expect(rows[0]?.problem).not.toContain('aloud ');
});

test('what is being made still is, and what has failed has', () => {
  const before: HeldRow[] = [
    { id: 0, planned: planned('a'), state: 'rendering', problem: null },
    { id: 1, planned: planned('b'), state: 'failed', problem: 'It fell.' },
  ];
  expect(takePlan(before, ['a', 'b'].map(planned), () => 9)).toEqual({ rows: before, messages: [] });
});

test('the same words of somebody else are another row', () => {
  const { rows } = takePlan(held(['a']), [{ ...planned('a'), speaker: 'MARA' }], () => 9);
  expect(rows.map(({ id }) => id)).toEqual([9]);
});

test('a row shows which take of each sentence was kept', () => {
  const score = { heard: 'a', errorRate: 0, divergence: null, hasEmotion: null, lengthRatio: 1, cost: 0 };
  const choice = (...order: number[]) => ({
    text: 'a',
    language: 'en',
    model: 'ear',
    takes: order.map((takeIndex) => ({ ...score, takeIndex })),
  });
  const shown = (takes: PreviewRow['takes']) =>
    toShown({ id: 0, planned: { ...planned('a!'), takes }, state: 'cached', problem: null }).takes;
  expect(shown(null)).toEqual([]);
  expect(shown([choice(2, 0, 1), choice(0)])).toEqual([
    { kept: 3, count: 3 },
    { kept: 1, count: 1 },
  ]);
});

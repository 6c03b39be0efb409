import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBiasedPath } from '../../../../server/src/recognition/engines/senseVoice/biasedPath.ts';
import { createPhraseTrie } from '../../../../server/src/recognition/engines/senseVoice/phraseTrie.ts';

const pieceCount = 6;

/** Frames in which the named pieces have these logits and all others -20. */
function frames(...list: readonly Readonly<Record<number, number>>[]) {
  const values = new Float32Array(list.length * pieceCount).fill(-20);
  list.forEach((logits, frame) => {
    for (const [piece, logit] of Object.entries(logits)) values[frame * pieceCount + Number(piece)] = logit;
  });
  return { values, pieceCount };
}

function path(
  logits: ReturnType<typeof frames>,
  phrases: readonly (readonly number[])[],
  boost = 2,
): number[] {
  return [...findBiasedPath(logits, createPhraseTrie(phrases, boost), 0)];
}

// "1 2" is a little likelier than "1 3"; 0 is the blank.
const nearTie = frames({ 1: 5 }, { 0: 5 }, { 2: 4, 3: 3 }, { 0: 5 });

test.each<readonly [string, readonly (readonly number[])[], readonly number[]]>([
  ['without a vocabulary the likeliest', [], [1, 0, 2, 0]],
  ['a phrase wins a near tie', [[1, 3]], [1, 0, 3, 0]],
  ['an unfinished phrase wins nothing', [[1, 3, 4]], [1, 0, 2, 0]],
  ['a phrase of other pieces changes nothing', [[4, 5]], [1, 0, 2, 0]],
  ['a phrase that begins inside another that fails', [[1, 3, 4], [3]], [1, 0, 3, 0]],
])('%s', (_name, phrases, expected) => {
  expect(path(nearTie, phrases)).toEqual(expected);
});

test('what is far less likely is not heard, however much it is wished for', () => {
  expect(path(frames({ 1: 5 }, { 2: 5, 3: -3 }), [[1, 3]], 100)).toEqual([1, 2]);
});

test('a piece that lasts counts once', () => {
  const lasting = frames({ 1: 4, 3: 0 }, { 1: 4, 3: 0 }, { 1: 4, 3: 0 });
  expect(path(lasting, [[3]])).toEqual([1, 1, 1]);
});

const logits = fc
  .array(
    fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: pieceCount, maxLength: pieceCount }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((rows) => ({ values: Float32Array.from(rows.flat()), pieceCount }));

test('an empty vocabulary gives the likeliest piece of each frame', () => {
  fc.assert(
    fc.property(logits, (frame) => {
      const greedy = Array.from({ length: frame.values.length / pieceCount }, (_unused, index) => {
        const scores = frame.values.subarray(index * pieceCount, (index + 1) * pieceCount);
        return scores.indexOf(Math.max(...scores));
      });
      expect(path(frame, [])).toEqual(greedy);
      expect(path(frame, [[]])).toEqual(greedy);
    }),
  );
});

const pieces = fc.integer({ min: 1, max: 3 });
const phrase = fc.array(pieces, { minLength: 2, maxLength: 4 });

test('what holds no phrase gains nothing, and what holds phrases at most so much for each', () => {
  fc.assert(
    fc.property(fc.array(phrase, { maxLength: 5 }), fc.array(pieces, { maxLength: 10 }), (phrases, said) => {
      const trie = createPhraseTrie(phrases, 2);
      let state = 0;
      let total = 0;
      for (const piece of said) {
        const step = trie.step(state, piece);
        state = step.state;
        total += step.gain;
      }
      total -= trie.refund(state);
      const text = said.join('');
      const heldCount = phrases.reduce((count, each) => count + occurrences(text, each.join('')), 0);
      if (heldCount === 0) expect(total).toBeCloseTo(0);
      else expect(total).toBeGreaterThanOrEqual(2 * 2 - 1e-9);
      expect(total).toBeLessThanOrEqual(2 * 4 * heldCount + 1e-9);
    }),
    { numRuns: 2000 },
  );
});

function occurrences(text: string, part: string): number {
  return Array.from(text).filter((_letter, index) => text.startsWith(part, index)).length;
}

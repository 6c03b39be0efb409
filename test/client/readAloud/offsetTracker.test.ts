import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOffsetTracker, type TextChange } from '../../../client/src/readAloud/offsetTracker.ts';

const change = (rangeOffset: number, rangeLength: number, text: string): TextChange => ({
  rangeOffset,
  rangeLength,
  text,
});

/** Of "One two three.", the word "two". */
test.each<[name: string, changes: TextChange[][], expected: string | null]>([
  ['nothing changed', [], 'two'],
  ['text before it', [[change(0, 0, 'And ')]], 'two'],
  ['text behind it', [[change(8, 6, 'four')]], 'two'],
  ['text at its start', [[change(4, 0, 'X')]], 'two'],
  ['text at its end', [[change(7, 0, 'X')]], 'two'],
  ['text inside of it', [[change(5, 1, 'ooo')]], 'toooo'],
  ['its first letter is gone', [[change(3, 2, '')]], 'wo'],
  ['its last letter is gone', [[change(6, 3, '')]], 'tw'],
  ['it is gone', [[change(3, 5, '')]], null],
  ['it was replaced', [[change(4, 3, 'TWO')]], null],
  ['two changes of one event', [[change(0, 0, 'A '), change(8, 5, '')]], 'two'],
  ['one change after the other', [[change(0, 4, '')], [change(0, 0, 'Nine ')]], 'two'],
])('%s', (_name, events, expected) => {
  const tracker = createOffsetTracker();
  let text = 'One two three.';
  for (const changes of events) {
    tracker.change(changes);
    text = apply(text, changes);
  }
  const place = tracker.place(4, 7);
  expect(place === null ? null : text.slice(place.startOffset, place.endOffset)).toBe(expected);
});

test.each<[name: string, change: TextChange, expected: number]>([
  ['text before it', change(0, 1, 'Two'), 6],
  ['text behind it', change(5, 1, 'Two'), 4],
  ['text put there', change(4, 0, 'Two'), 7],
  ['text around it replaced', change(2, 5, 'X'), 3],
])('a place at 4 after %s', (_name, edit, expected) => {
  const tracker = createOffsetTracker();
  tracker.change([edit]);
  expect(tracker.at(4)).toBe(expected);
});

test('places stay inside of the text, whatever is edited', () => {
  const edits = fc.array(fc.tuple(fc.nat(20), fc.nat(5), fc.string({ maxLength: 4 })), { maxLength: 20 });
  fc.assert(
    fc.property(edits, fc.nat(19), fc.nat(5), (changes, start, length) => {
      const tracker = createOffsetTracker();
      let text = 'abcdefghijklmnopqrst';
      const end = Math.min(text.length, start + length);
      for (const [offset, removed, put] of changes) {
        const rangeOffset = Math.min(offset, text.length);
        const one = [change(rangeOffset, Math.min(removed, text.length - rangeOffset), put)];
        tracker.change(one);
        text = apply(text, one);
      }
      const place = tracker.place(start, end);
      if (place === null) return;
      expect(place.startOffset).toBeGreaterThanOrEqual(0);
      expect(place.endOffset).toBeLessThanOrEqual(text.length);
    }),
  );
});

function apply(text: string, changes: readonly TextChange[]): string {
  return changes
    .toSorted((left, right) => right.rangeOffset - left.rangeOffset)
    .reduce(
      (edited, { rangeOffset, rangeLength, text: put }) =>
        edited.slice(0, rangeOffset) + put + edited.slice(rangeOffset + rangeLength),
      text,
    );
}

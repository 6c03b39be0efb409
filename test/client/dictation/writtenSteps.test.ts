import { expect, test } from 'vitest';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';
import { writtenSteps } from '../../../client/src/dictation/writtenSteps.ts';

/** `|` is the cursor. */
test.each([
  ['|', 'Hello there.', 'Hello there.|'],
  ['One|. Two.', 'new line', 'One\n|. Two.'],
  ['One.|', ', and two.', 'One, and two.|'],
  ['One. |', ', and two. New paragraph. Three.', 'One, and two.\n\nThree.|'],
  ['He said that | came.', 'The wind.', 'He said that the wind| came.'],
  ['He said | came.', 'The wind. New line. It.', 'He said the wind.\nIt| came.'],
])('%j with %j is %j', (place, utterance, expected) => {
  const [before = '', after = ''] = place.split('|');
  const { text, replacedCount } = writtenSteps(readCommands(utterance), { before, after, lineEnd: '\n' });
  expect(`${before.slice(0, before.length - replacedCount)}${text}|${after}`).toBe(expected);
});

test('a mark takes the place of the one that the utterance before it has ended with', () => {
  const steps = ['One.', ', and two.'].flatMap((text) => readCommands(text));
  const place = { before: 'So: ', after: '', lineEnd: '\r\n' } as const;
  expect(writtenSteps(steps, place)).toEqual({ text: 'One, and two.', replacedCount: 0 });
});

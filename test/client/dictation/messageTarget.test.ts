import { expect, test } from 'vitest';
import { createMessageTarget } from '../../../client/src/dictation/messageTarget.ts';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';

test.each<[name: string, message: string, utterances: readonly string[], expected: string]>([
  ['an empty one', '', ['Mend the clock.'], 'Mend the clock.'],
  ['what is there', 'Mend', ['The clock.'], 'Mend the clock.'],
  [
    'a new paragraph',
    '',
    ['Mend the clock.', 'new paragraph', 'It was late.'],
    'Mend the clock.\n\nIt was late.',
  ],
  ['Chinese', '修复', ['时钟。'], '修复时钟。'],
])('is written at the end of a message: %s', async (_name, message, utterances, expected) => {
  const box = { value: message };
  const target = createMessageTarget(box);
  for (const utterance of utterances) expect(await target.write(readCommands(utterance), null)).toBeNull();
  expect(box.value).toBe(expected);
});

test('utterances are taken back one by one, and never over what was typed since', async () => {
  const box = { value: 'fix:' };
  const target = createMessageTarget(box);
  for (const said of ['One.', 'Two.']) await target.write(readCommands(said), null);
  await target.scratch();
  expect(box.value).toBe('fix: One.');
  await target.scratch();
  expect(box.value).toBe('fix:');
  await target.scratch();
  expect(box.value).toBe('fix:');
  await target.write(readCommands('Three.'), null);
  box.value += ' typed';
  await target.scratch();
  expect(box.value).toBe('fix: Three. typed');
});

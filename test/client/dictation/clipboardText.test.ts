import { expect, test } from 'vitest';
import { createClipboardText } from '../../../client/src/dictation/clipboardText.ts';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';

test.each([
  [['One.', 'Two.'], 'One. Two.'],
  [['It was late.', 'new line', 'They slept.'], 'It was late.\nThey slept.'],
  [['你好。', '再见。'], '你好。再见。'],
])('of %j all is in the clipboard', async (utterances, expected) => {
  const written: string[] = [];
  const clipboard = createClipboardText((text) => {
    written.push(text);
    return Promise.resolve();
  });
  for (const utterance of utterances) await clipboard.add(readCommands(utterance));
  expect(written).toHaveLength(utterances.length);
  expect(written.at(-1)).toBe(expected);
});

import { expect, test } from 'vitest';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';

const text = (words: string) => ({ kind: 'text', text: words }) as const;
const newLine = { kind: 'newLine' } as const;
const newParagraph = { kind: 'newParagraph' } as const;

test.each([
  ['Hello there.', [text('Hello there.')]],
  ['New line.', [newLine]],
  ['new paragraph', [newParagraph]],
  ['New line. The wind came.', [newLine, text('The wind came.')]],
  ['The wind came. New paragraph. Then rain.', [text('The wind came.'), newParagraph, text('Then rain.')]],
  ['The wind came, new line, then rain.', [text('The wind came'), newLine, text('Then rain.')]],
  ['The wind came new line', [text('The wind came'), newLine]],
  ['It starts on a new line.', [text('It starts on a new line.')]],
  ['This needs another new paragraph', [text('This needs another new paragraph')]],
  ['New line of products.', [text('New line of products.')]],
  ['One. New line is a command.', [text('One. New line is a command.')]],
  ['New line, of course.', [newLine, text('Of course.')]],
  ['Newline.', [newLine]],
  ['The wind came. Newline. Then rain.', [text('The wind came.'), newLine, text('Then rain.')]],
  ['Strip the trailing newline.', [text('Strip the trailing newline.')]],
  ['We need a new line of code.', [text('We need a new line of code.')]],
  ['Scratch that.', [{ kind: 'scratch' }]],
  ['The wind came. Scratch that.', []],
  ['Delete that.', [{ kind: 'scratch' }]],
  ['undo that', [{ kind: 'scratch' }]],
  ['We should undo that.', [text('We should undo that.')]],
  ['删除上一句。', [{ kind: 'scratch' }]],
  ['换行。', [newLine]],
  ['你好。换行。世界。', [text('你好。'), newLine, text('世界。')]],
  ['你好，另起一段，世界。', [text('你好'), newParagraph, text('世界。')]],
  ['这里要换行吗？', [text('这里要换行吗？')]],
  ['换行符很重要。', [text('换行符很重要。')]],
  ['He would scratch that itch.', [text('He would scratch that itch.')]],
])('%j', (heard, expected) => {
  expect(readCommands(heard)).toEqual(expected);
});

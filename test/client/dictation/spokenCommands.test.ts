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
  ['We need a new line of code.', [text('We need a new line of code.')]],
  ['Scratch that.', [{ kind: 'scratch' }]],
  ['The wind came. Scratch that.', []],
  ['He would scratch that itch.', [text('He would scratch that itch.')]],
])('%j', (heard, expected) => {
  expect(readCommands(heard)).toEqual(expected);
});

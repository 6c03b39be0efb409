import { expect, test } from 'vitest';
import { createTokenText } from '../../../../server/src/recognition/engines/moonshine/tokenText.ts';

const toText = await createTokenText();

test('pieces become words, spaces and punctuation', () => {
  // "▁Hello", ",", "▁world", "."
  expect(toText([15_043, 29_892, 3186, 29_889])).toBe('Hello, world.');
});

test('bytes become the characters they spell', () => {
  // "▁caf" and the two bytes of "é"
  expect(toText([5777, 0xc3 + 3, 0xa9 + 3])).toMatch(/é$/);
});

test('tokens that control the decoding say nothing', () => {
  expect(toText([1, 2, 32_000, 32_767])).toBe('');
  expect(toText([])).toBe('');
});

import { expect, test } from 'vitest';
import { detectScript } from '../../server/src/text/detectScript.ts';

test.each([
  ['Hello, world', 'latin'],
  ['¿Qué tal, señor?', 'latin'],
  ['今天天气很好。', 'han'],
  ['今日は天気がいいですね。', 'kana'],
  ['コンピュータ', 'kana'],
  ['안녕하세요', 'hangul'],
  ['Привет, мир', 'cyrillic'],
  ['नमस्ते दुनिया', 'devanagari'],
  ['مرحبا', 'arabic'],
  ['He said 你好 to everyone in the room.', 'latin'],
  ['我用 Python 写程序。', 'han'],
  ['🙂 123 !?', null],
  ['', null],
])('%s is %s', (text, expected) => {
  expect(detectScript(text)).toBe(expected);
});

import { expect, test } from 'vitest';
import { createPassage, passageLength, wholeLength } from '../../../client/src/readAloud/passage.ts';
import { createEditedText } from './editedText.ts';

const line = 'The wind came first.\n\n';
const filler = line.repeat(Math.ceil((2 * wholeLength) / line.length));

/** What is sent before the place where reading begins, and the first and last of what is read. */
function passageAt(text: string, languageId: string, startOffset: number): Record<string, unknown> {
  const source = createEditedText(text, languageId);
  const passage = createPassage({ source, startOffset, endOffset: text.length });
  const read = passage.text.slice(passage.startOffset, passage.endOffset);
  expect(read).toBe(text.slice(startOffset, startOffset + read.length));
  const { bodyOffset, shift } = passage;
  expect(text.startsWith(passage.text.slice(bodyOffset), bodyOffset + shift)).toBe(true);
  return { before: passage.text.slice(0, passage.startOffset), length: read.length };
}

const cast = '---\ncast: { MARA: bf_emma }\n---\n\n';
const code = '```js\n' + 'a();\n\n'.repeat(3) + '```\n\n';

test.each<[name: string, text: string, languageId: string, at: string, before: string]>([
  ['of a short text all is sent', 'One.\n\nTwo.', 'markdown', 'Two', 'One.\n\n'],
  ['of a long one its paragraph', `One.\n\n${filler}Two words.`, 'markdown', 'words', 'Two '],
  ['a script has its cast', `${cast}${filler}Two.`, 'aloud', 'Two', cast.trimEnd() + '\n'],
  ['who is inside of code knows it', `${filler}${code}Two.`, 'markdown', 'a();\n\n```', '```js\n'],
  ['behind it there is none', `${code}${filler}${code}Two.`, 'markdown', 'Two', ''],
  ['a program is not Markdown', `${filler}${code}Two.`, 'python', 'a();\n\n```', ''],
])('%s', (_name, text, languageId, at, before) => {
  expect(passageAt(text, languageId, text.lastIndexOf(at))).toMatchObject({ before });
});

test.each<[name: string, text: string, length: number]>([
  ['at an empty line', filler, Math.floor(passageLength / line.length) * line.length],
  ['at the end of a line', filler.replaceAll('\n\n', '\n'), Math.floor(passageLength / 21) * 21],
  ['between words', 'words '.repeat(wholeLength), Math.floor(passageLength / 6) * 6],
  ['not inside of a character', 'x' + '😀'.repeat(wholeLength), passageLength - 1],
])('a long one is cut %s', (_name, text, length) => {
  expect(passageAt(text, 'plaintext', 0)).toEqual({ before: '', length });
});

test('50 MB are cut without being sent', () => {
  const text = filler.repeat(Math.ceil(50_000_000 / filler.length));
  const source = createEditedText(text, 'markdown');
  const passage = createPassage({ source, startOffset: 49_000_000, endOffset: text.length });
  expect(passage.text.length).toBeLessThan(1.2 * passageLength);
});

import { expect, test } from 'vitest';
import { typeClosing } from '../../../server/src/script/features/typeClosing.ts';
import { marked } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

test.each<[text: string, expected: string]>([
  ['A <say rate="slow"><|>', 'A <say rate="slow"></say>'],
  ['A <laughter><|> b', 'A <laughter></laughter> b'],
  ['A <say><|>b</say>', 'A <say>b</say>'],
  // The close that follows is that of the span around.
  ['A <say>b <say><|> c</say>', 'A <say>b <say></say> c</say>'],
  ['A <say rate="a><|>', 'A <say rate="a>'],
  ['A <word><|>', 'A <word>'],
  ['A > b<|>', 'A > b'],
  ['[pause 5s]><|>', '[pause 5s]>'],
  ['A <say><laughter>b</<|>', 'A <say><laughter>b</laughter>'],
  ['A <say>b</<|>>', 'A <say>b</say>'],
  ['A *b</<|>', 'A *b</'],
  ['A/<|>', 'A/'],
  ['A </<|>', 'A </'],
])('%j', (text, expected) => {
  const { source, offset } = marked(text);
  const document = scriptDocumentOf(source);
  const [edit] = typeClosing(document, offset, source.charAt(offset - 1));
  const inserted = edit?.newText ?? '';
  expect(source.slice(0, offset) + inserted + source.slice(offset)).toBe(expected);
});

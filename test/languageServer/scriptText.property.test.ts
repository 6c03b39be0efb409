import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createScriptText, type ScriptText } from '../../server/src/languageServer/scriptText.ts';

const identity = { uri: 'untitled:a', languageId: 'aloud', version: 1 };
const text = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', 'a', 'é', '🌊', '\ud83c', '\u2028'), { maxLength: 12 })
  .map((parts) => parts.join(''));
const edit = fc.tuple(fc.nat(20), fc.nat(6), text);

it('has the lines that the library counts, after any edits', () => {
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 6 }), (source, edits) => {
      let document = createScriptText(identity, source);
      expectSame(document);
      edits.forEach(([start, length, inserted], index) => {
        const before = document.getText();
        const startOffset = Math.min(start, before.length);
        const endOffset = Math.min(startOffset + length, before.length);
        document = document.edited({ startOffset, endOffset, text: inserted }, index + 2);
        expect(document.getText()).toBe(before.slice(0, startOffset) + inserted + before.slice(endOffset));
        expect(document.version).toBe(index + 2);
        expectSame(document);
      });
    }),
    { numRuns: 300 },
  );
});

/** As the library has it, at every offset and at positions that are nowhere. */
function expectSame(document: ScriptText): void {
  const expected = TextDocument.create('untitled:a', 'aloud', 1, document.getText());
  expect(document.lineCount).toBe(expected.lineCount);
  for (let offset = -1; offset <= document.getText().length + 1; offset++) {
    expect(document.positionAt(offset)).toEqual(expected.positionAt(offset));
  }
  for (let line = -1; line <= expected.lineCount; line++) {
    expect(document.getLineRange(line)).toEqual(expected.getLineRange(line));
    expect(document.getEOLCharacters(line)).toBe(expected.getEOLCharacters(line));
    for (const character of [0, 1, 2, 1e9]) {
      expect(document.offsetAt({ line, character })).toBe(expected.offsetAt({ line, character }));
    }
  }
}

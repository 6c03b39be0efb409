import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DocumentSymbol, Range, SelectionRange, TextEdit } from 'vscode-languageserver-types';
import { definition } from '../../../server/src/script/features/definition.ts';
import { documentHighlights } from '../../../server/src/script/features/documentHighlights.ts';
import { documentLinks } from '../../../server/src/script/features/documentLinks.ts';
import { documentSymbols } from '../../../server/src/script/features/documentSymbols.ts';
import { foldingRanges } from '../../../server/src/script/features/foldingRanges.ts';
import { references } from '../../../server/src/script/features/references.ts';
import { prepareRename, renameCharacter } from '../../../server/src/script/features/renameCharacter.ts';
import { selectionRanges } from '../../../server/src/script/features/selectionRanges.ts';
import type { ScriptDocument } from '../../../server/src/script/scriptDocument.ts';
import { arbitraryScript, arbitraryUnicode, propertyRuns } from '../support/scriptFragments.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const asked = fc
  .tuple(fc.oneof(arbitraryScript(), arbitraryUnicode()), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([source, part]) => ({
    document: scriptDocumentOf(source),
    offset: Math.round(part * source.length),
  }));

test('whatever is written, whatever is asked anywhere has an answer, in order', () => {
  fc.assert(
    fc.property(asked, ({ document, offset }) => {
      definition(document, offset);
      documentHighlights(document, offset);
      documentLinks(document);
      references(document, offset, { includesDefinition: true, others: [document] });
      for (const { startLine, endLine } of foldingRanges(document)) {
        expect(startLine).toBeLessThan(endLine);
        expect(endLine).toBeLessThan(document.text.lineCount);
      }
      expectInside(documentSymbols(document), document);
      for (const selection of selectionRanges(document, [offset])) expectGrowing(selection, document, offset);
    }),
    { numRuns: propertyRuns(500) },
  );
});

test('a name that was changed is at the same places', () => {
  fc.assert(
    fc.property(asked, ({ document, offset }) => {
      if (prepareRename(document, offset) === null) return;
      const result = renameCharacter(document, offset, { newName: 'Old Zebediah', others: [] });
      if (!('edit' in result)) throw new Error(result.refusal);
      const edits = result.edit.changes?.[document.uri] ?? [];
      const renamed = scriptDocumentOf(apply(document, edits));
      const lines = (script: ScriptDocument, name: string): number =>
        script.script.blocks.filter((block) => block.kind === 'dialogue' && block.speaker === name).length;
      expect(renamed.frontMatter.cast.has('Old Zebediah')).toBe(true);
      expect(lines(renamed, 'Old Zebediah')).toBe(edits.length - 1);
    }),
    { numRuns: propertyRuns(500) },
  );
});

function expectInside(symbols: readonly DocumentSymbol[], document: ScriptDocument, around?: Range): void {
  for (const { name, range, selectionRange, children = [] } of symbols) {
    expect(name.trim()).not.toBe('');
    expectHolds(document, range, selectionRange);
    if (around !== undefined) expectHolds(document, around, range);
    expectInside(children, document, range);
  }
}

function expectGrowing({ range, parent }: SelectionRange, document: ScriptDocument, offset: number): void {
  const position = document.text.positionAt(offset);
  expectHolds(document, range, { start: position, end: position });
  if (parent === undefined) return;
  expectHolds(document, parent.range, range);
  expectGrowing(parent, document, offset);
}

function expectHolds({ text }: ScriptDocument, outer: Range, inner: Range): void {
  expect(text.offsetAt(outer.start)).toBeLessThanOrEqual(text.offsetAt(inner.start));
  expect(text.offsetAt(outer.end)).toBeGreaterThanOrEqual(text.offsetAt(inner.end));
}

function apply({ text, script }: ScriptDocument, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => text.offsetAt(b.range.start) - text.offsetAt(a.range.start))
    .reduce(
      (source, { range, newText }) =>
        source.slice(0, text.offsetAt(range.start)) + newText + source.slice(text.offsetAt(range.end)),
      script.source,
    );
}

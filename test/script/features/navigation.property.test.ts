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
import {
  arbitraryFragment,
  arbitraryScript,
  arbitraryUnicode,
  propertyRuns,
} from '../support/scriptFragments.ts';
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

/** With a cast whose names YAML writes in several ways, and lines of theirs among anything. */
const peopled = fc
  .array(
    fc.oneof(
      arbitraryFragment(),
      fc.constantFrom('\n', '\r\n\r\n', '\rTOM: ', '\nOLD MAN: ', '\nno: ', '\n"x": ', 'TOM: '),
    ),
    { maxLength: 12 },
  )
  .map((parts) =>
    scriptDocumentOf(
      `---\ncast: { "no": {}, OLD MAN: {}, \n  'TOM': af_heart, "\\"x\\"": {} }\n---\n${parts.join('')}`,
    ),
  );

test('a name that was changed is at the same places', () => {
  const statistics = { renamedCount: 0 };
  fc.assert(
    fc.property(peopled, (document) => {
      const { cast } = document.frontMatter;
      for (const { name, nameRange } of cast.values()) {
        if (prepareRename(document, nameRange.startOffset) === null) continue;
        const options = { newName: 'Old Zebediah', others: [] };
        const result = renameCharacter(document, nameRange.startOffset, options);
        if (!('edit' in result)) throw new Error(result.refusal);
        const edits = result.edit.changes?.[document.uri] ?? [];
        const renamed = scriptDocumentOf(apply(document, edits));
        expect(renamed.frontMatter.cast.has('Old Zebediah')).toBe(true);
        expect(lineCount(renamed, 'Old Zebediah')).toBe(lineCount(document, name));
        if (lineCount(document, name) > 0) statistics.renamedCount++;
      }
    }),
    { numRuns: propertyRuns(500) },
  );
  expect(statistics.renamedCount).toBeGreaterThan(10);
});

function lineCount({ script }: ScriptDocument, name: string): number {
  return script.blocks.filter((block) => block.kind === 'dialogue' && block.speaker === name).length;
}

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

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeActions } from '../../../server/src/script/features/codeActions/codeActions.ts';
import { codeLenses, resolveCodeLens } from '../../../server/src/script/features/codeLenses.ts';
import { complete } from '../../../server/src/script/features/completion/complete.ts';
import { hover } from '../../../server/src/script/features/hover.ts';
import { inlayHints } from '../../../server/src/script/features/inlayHints.ts';
import { semanticTokens } from '../../../server/src/script/features/semanticTokens.ts';
import { typeClosing } from '../../../server/src/script/features/typeClosing.ts';
import type { Script } from '../../../server/src/script/tree/tree.ts';
import { walkInlines } from '../../../server/src/script/tree/walk.ts';
import { arbitraryScript, arbitraryUnicode, propertyRuns } from '../support/scriptFragments.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const anything = fc.oneof(arbitraryScript(), arbitraryUnicode());
/** Where in a script, from 0 to 1. */
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

function offsetIn(source: string, part: number): number {
  return Math.round(part * source.length);
}

test('whatever is written, whatever is asked anywhere has an answer', () => {
  fc.assert(
    fc.property(anything, fraction, fraction, (source, from, to) => {
      const document = scriptDocumentOf(source);
      const [startOffset = 0, endOffset = 0] = [offsetIn(source, from), offsetIn(source, to)].sort(
        (a, b) => a - b,
      );
      hover(document, startOffset);
      inlayHints(document, { startOffset, endOffset });
      codeActions(document, { startOffset, endOffset }, { diagnostics: [], only: null });
      for (const typed of ['/', '>']) typeClosing(document, startOffset, typed);
      for (const lens of codeLenses(document, { hasLines: true })) resolveCodeLens(document, lens);
    }),
    { numRuns: propertyRuns(500) },
  );
});

test('a proposal replaces what is typed, on its line', () => {
  fc.assert(
    fc.property(anything, fraction, (source, part) => {
      const document = scriptDocumentOf(source);
      const position = document.text.positionAt(offsetIn(source, part));
      const offset = document.text.offsetAt(position);
      for (const { textEdit } of complete(document, offset, {
        hasSnippets: true,
        soundFiles: () => ['a b.wav'],
      })) {
        if (textEdit === undefined || !('range' in textEdit)) throw new Error('a proposal without a range');
        const { start, end } = textEdit.range;
        expect([start.line, end.line]).toEqual([position.line, position.line]);
        expect(start.character).toBeLessThanOrEqual(position.character);
        expect(end.character).toBeGreaterThanOrEqual(position.character);
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

test('semantic tokens come in order, apart, inside of their lines', () => {
  fc.assert(
    fc.property(anything, (source) => {
      const document = scriptDocumentOf(source);
      const { data } = semanticTokens(document);
      let [line, end, character] = [0, 0, 0];
      for (let index = 0; index < data.length; index += 5) {
        const [lines = 0, characters = 0, length = 0] = data.slice(index, index + 3);
        expect(length).toBeGreaterThan(0);
        character = lines === 0 ? character + characters : characters;
        if (lines === 0) expect(character).toBeGreaterThanOrEqual(end);
        line += lines;
        end = character + length;
        const start = document.text.offsetAt({ line, character });
        expect(document.text.positionAt(start + length)).toEqual({ line, character: end });
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

test('a selection that is wrapped says the same words, in one span more', () => {
  fc.assert(
    fc.property(arbitraryScript(), fraction, fraction, (source, from, to) => {
      const document = scriptDocumentOf(source);
      const [startOffset = 0, endOffset = 0] = [offsetIn(source, from), offsetIn(source, to)].sort(
        (a, b) => a - b,
      );
      const actions = codeActions(
        document,
        { startOffset, endOffset },
        { diagnostics: [], only: ['refactor.rewrite'] },
      );
      for (const { title, edit } of actions.filter((action) => /^(?:Say|Emphasize)/.test(action.title))) {
        const edits = Object.values(edit?.changes ?? {}).flat();
        const wrapped = edits.toReversed().reduce((written, { range, newText }) => {
          const offset = document.text.offsetAt(range.start);
          return written.slice(0, offset) + newText + written.slice(offset);
        }, source);
        const { script } = scriptDocumentOf(wrapped);
        expect(spokenText(script), title).toBe(spokenText(document.script));
        expect(spanCount(script), title).toBe(spanCount(document.script) + 1);
      }
    }),
    { numRuns: propertyRuns(300) },
  );
});

function spokenText(script: Script): string {
  return nodesOf(script)
    .filter(({ kind }) => kind === 'text' || kind === 'escape')
    .map(({ text }) => text)
    .join('');
}

function spanCount(script: Script): number {
  return nodesOf(script).filter(({ kind }) => kind === 'span').length;
}

function nodesOf({
  blocks,
  blockStarts,
  source,
}: Script): { readonly kind: string; readonly text: string }[] {
  return blocks.flatMap((block, index) =>
    [...walkInlines('content' in block ? block.content : [])]
      .filter(({ part }) => part !== 'close')
      .map(({ node }) => {
        const start = blockStarts[index] ?? 0;
        return { kind: node.kind, text: source.slice(start + node.startOffset, start + node.endOffset) };
      }),
  );
}

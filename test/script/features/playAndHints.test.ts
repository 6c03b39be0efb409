import { describe, expect, test } from 'vitest';
import { codeLenses, codeLensUri, resolveCodeLens } from '../../../server/src/script/features/codeLenses.ts';
import type { TextRange } from '../../../server/src/text/textRange.ts';
import { parseInclude } from '../../../server/src/script/frontMatter/parseFrontMatter.ts';
import { inlayHints } from '../../../server/src/script/features/inlayHints.ts';
import { durationText } from '../../../server/src/script/features/texts.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const source = `---
cast:
  MARA: bf_emma
  TOM: { voice: star, rate: 0.5 }
---

# One

Twenty letters here. [pause 10s]

## Two

MARA: Twenty letters here.
TOM: Twenty letters here.

# Three
`;

describe('inlay hints', () => {
  test('tell the voice of a speaker, and how long a paragraph takes', () => {
    const document = scriptDocumentOf(source);
    const hints = inlayHints(document, { startOffset: 0, endOffset: source.length });
    const shown = hints.map(
      ({ position, label }) =>
        `${position.line}:${position.character} ${typeof label === 'string' ? label : ''}`,
    );
    expect(shown).toEqual(['8:32 11 s', '12:4 bf_emma', '12:26 1 s', '13:3 star', '13:25 2 s']);
  });

  test('reckon with the language that an include names', () => {
    const source = 'Twenty letters here, said three times. '.repeat(12);
    const cast = 'language: es\n';
    const included = {
      path: 'cast.yaml',
      uri: 'file:///book/cast.yaml',
      source: cast,
      frontMatter: parseInclude(cast),
      refusal: null,
    };
    const seen = { startOffset: 0, endOffset: source.length };
    const labels = [scriptDocumentOf(source), scriptDocumentOf(source, { included: [included] })].map(
      (document) => inlayHints(document, seen).map(({ label }) => label),
    );
    expect(labels).toEqual([['28 s'], ['26 s']]);
  });

  test('are only of what is seen', () => {
    const document = scriptDocumentOf(source);
    const startOffset = source.indexOf('MARA: Twenty');
    expect(inlayHints(document, { startOffset, endOffset: startOffset + 5 })).toHaveLength(2);
  });
});

describe('code lenses', () => {
  const shown = (hasLines: boolean): string[] => {
    const document = scriptDocumentOf(source);
    return codeLenses(document, { hasLines }).map((lens) => {
      expect(codeLensUri(lens)).toBe(document.uri);
      const { command } = resolveCodeLens(document, lens);
      const range = command?.arguments?.[1] as { start: { line: number }; end: { line: number } };
      return `${lens.range.start.line}: ${command?.title ?? ''} ${command?.command ?? ''} ${range.start.line}-${range.end.line}`;
    });
  };

  test('play chapters and scenes', () => {
    expect(shown(false)).toEqual([
      '6: ▶ Play chapter (19 s) aloud.playChapter 6-15',
      '10: ▶ Play scene (5 s) aloud.playScene 10-15',
      '15: ▶ Play chapter (1 s) aloud.playChapter 15-16',
    ]);
  });

  test('play paragraphs and lines, where they are wanted', () => {
    expect(shown(true).filter((lens) => lens.includes('playLine'))).toEqual([
      '8: ▶ Play paragraph (11 s) aloud.playLine 8-9',
      '12: ▶ Play line (1 s) aloud.playLine 12-13',
      '13: ▶ Play line (2 s) aloud.playLine 13-14',
    ]);
  });

  test('are only of what begins in the ranges that are asked for', () => {
    const rangeOf = (text: string): TextRange => {
      const startOffset = source.indexOf(text);
      return { startOffset, endOffset: startOffset + text.length };
    };
    const ranges = [
      rangeOf('# One'),
      rangeOf('Twenty letters here. [pause'),
      rangeOf('wenty letters here.\nTOM'),
    ];
    const lenses = codeLenses(scriptDocumentOf(source), { hasLines: true, ranges });
    expect(lenses.map(({ range }) => range.start.line)).toEqual([6, 8, 13]);
    expect(codeLenses(scriptDocumentOf(source), { hasLines: true, ranges: [] })).toEqual([]);
  });

  test('say nothing where their block has gone', () => {
    const [lens] = codeLenses(scriptDocumentOf(source), { hasLines: false });
    if (lens === undefined) throw new Error('there is no lens');
    expect(resolveCodeLens(scriptDocumentOf('Words.'), lens).command).toBeUndefined();
  });
});

test.each([
  [10, '1 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [90_000, '1 min 30 s'],
  [750_000, '13 min'],
  [3_900_000, '1 h 5 min'],
])('%i ms are %s', (durationMs, expected) => {
  expect(durationText(durationMs)).toBe(expected);
});

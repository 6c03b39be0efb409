import { expect, test } from 'vitest';
import { createHeardWords } from '../../../client/src/readAloud/heardWords.ts';
import { decorationTypes } from '../../support/fakeVscode.ts';

/** Themes of high contrast have no background for a word that is marked, but these. */
const seenInHighContrast = ['editor.wordHighlightBorder', 'editor.wordHighlightStrongBorder'];

test('word and sentence are marked in themes of high contrast too, by lines that are drawn', () => {
  createHeardWords(() => true).dispose();
  expect(decorationTypes).toHaveLength(2);
  for (const { border, borderColor, borderStyle, outline, outlineColor, outlineStyle } of decorationTypes) {
    const lines = [
      { color: borderColor, style: border ?? borderStyle },
      { color: outlineColor, style: outline ?? outlineStyle },
    ];
    const drawn = lines.flatMap(({ color, style }) =>
      color !== undefined && style !== undefined ? [color] : [],
    );
    expect(drawn.map((color) => (color as { readonly id: string }).id)).toEqual([
      expect.toSatisfy((id: string) => seenInHighContrast.includes(id)),
    ]);
  }
});

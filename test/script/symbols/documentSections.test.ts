import { expect, test } from 'vitest';
import {
  documentSections,
  type DocumentSection,
} from '../../../server/src/script/symbols/documentSections.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';

const source = `Before.

# The *storm* [pause 1s]

(calm) The wind came first, and then, when nobody looked any more, the knocking at the door.

## Later

MARA: (sad) Did you \\*hear\\* that?
TOM: [breath]

<!-- no line -->
[sound a.wav]
---

#

## Again

End.
`;

function outline(sections: readonly DocumentSection[], depth = 0): string[] {
  return sections.flatMap(({ kind, title, detail, startOffset, endOffset, selection, children }) => [
    `${'  '.repeat(depth)}${kind} ${title}${detail === null ? '' : `: ${detail}`}` +
      ` | ${edges(source.slice(startOffset, endOffset))} | ${edges(source.slice(selection.startOffset, selection.endOffset))}`,
    ...outline(children, depth + 1),
  ]);
}

function edges(text: string): string {
  const shown = text.replaceAll('\n', '⏎');
  return shown.length <= 16 ? shown : `${shown.slice(0, 6)} … ${shown.slice(-6)}`;
}

test('a script has chapters, which have scenes, which have lines', () => {
  expect(outline(documentSections(parseScript(source, { includedSpeakers: ['MARA', 'TOM'] })))).toEqual([
    'narration Before. | Before. | Before.',
    'chapter The storm | # The  … v]⏎--- | # The  … se 1s]',
    '  narration The wind came first, and then, when nobody looked any more,… | (calm) …  door. | (calm) …  door.',
    '  scene Later | ## Lat … v]⏎--- | ## Later',
    '    dialogue MARA: Did you *hear* that? | MARA:  …  that? | MARA',
    '    dialogue TOM | TOM: [breath] | TOM',
    'chapter Chapter | #⏎⏎##  … ⏎⏎End. | #',
    '  scene Again | ## Again⏎⏎End. | ## Again',
    '    narration End. | End. | End.',
  ]);
});

test.each(['', '\n\n', '---\ntitle: A\n---\n', '<!-- a -->'])('%j has none', (text) => {
  expect(documentSections(parseScript(text))).toEqual([]);
});

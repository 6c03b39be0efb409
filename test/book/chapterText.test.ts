import { expect, test } from 'vitest';
import { chapterTextsOf } from './support/chapterTextOf.ts';

/** Each block on a line: what it is, who speaks, and its words in brackets. */
function sketchOf(source: string): readonly string[] {
  return chapterTextsOf(source).flatMap(({ blocks }) =>
    blocks.map(({ kind, speaker, text, words }) => {
      let marked = '';
      let offset = 0;
      for (const { startOffset, endOffset } of words) {
        marked += `${text.slice(offset, startOffset)}[${text.slice(startOffset, endOffset)}]`;
        offset = endOffset;
      }
      return `${kind}${speaker === null ? '' : ` ${speaker}`}: ${marked}${text.slice(offset)}`;
    }),
  );
}

test.each<[name: string, source: string, expected: readonly string[]]>([
  ['a paragraph', 'The wind, came.\n', ['paragraph: [The] [wind], [came].']],
  [
    'headings, spoken and silent',
    '# One\n\nA.\n\n## Two\n\nB.\n',
    ['chapter: [One]', 'paragraph: [A].', 'scene: Two', 'paragraph: [B].'],
  ],
  [
    'a chapter whose heading is silent, with a pause at its start',
    '---\ndefaults: { chapters: silent }\n---\n\n# One\n\n[pause 2s]\n\nA.\n',
    ['chapter: One', 'paragraph: [A].'],
  ],
  [
    'lines of the cast, not of the narrator',
    '---\ncast: { narrator: af_heart, MARA: bf_emma }\n---\n\nA.\n\nMARA: B.\n',
    ['paragraph: [A].', 'paragraph MARA: [B].'],
  ],
  ['what goes on after a pause', 'A [pause 1s] b.\n', ['paragraph: [A] [b].']],
  ['a scene that ends', 'A.\n\n---\n\nB.\n', ['paragraph: [A].', 'break: ', 'paragraph: [B].']],
  [
    'no break beside a heading',
    'A.\n\n---\n\n## Two\n\nB.\n',
    ['paragraph: [A].', 'scene: Two', 'paragraph: [B].'],
  ],
  [
    'a word for which others are said',
    'It was a <say alias="graphics interchange format">GIF</say> once.\n',
    ['paragraph: [It] [was] [a] [GIF] [once].'],
  ],
  [
    'a word of the lexicon',
    '---\nlexicon: { Nguyen: { alias: win } }\n---\n\nMr. Nguyen came.\n',
    ['paragraph: [Mr]. [Nguyen] [came].'],
  ],
  ['marks and escapes', 'A *very* \\*late\\* one.\n', ['paragraph: [A] [very] *[late]* [one].']],
])('%s', (_name, source, expected) => {
  expect(sketchOf(source)).toEqual(expected);
});

test('times count from the start of the sound, silence included', () => {
  const [chapter] = chapterTextsOf('The wind.\n');
  expect(chapter?.blocks[0]?.words).toEqual([
    { text: 'The', startOffset: 0, endOffset: 3, startMs: 750, endMs: 850 },
    { text: 'wind', startOffset: 4, endOffset: 8, startMs: 850, endMs: 950 },
  ]);
  expect(chapter?.durationMs).toBe(750 + 200 + 2000);
});

test('a word that several are said for is heard as long as all of them', () => {
  const [chapter] = chapterTextsOf('A <say alias="one two three">GIF</say>.\n');
  expect(chapter?.blocks[0]?.words[1]).toMatchObject({ text: 'GIF', startMs: 850, endMs: 1150 });
});

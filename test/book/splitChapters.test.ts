import { expect, test } from 'vitest';
import { splitChapters } from '../../server/src/book/splitChapters.ts';
import { planOf } from '../script/lowering/support/planOf.ts';

const untitled = 'lighthouse';

function chaptersOf(source: string): readonly (readonly [title: string, heard: string])[] {
  return splitChapters(planOf(source), untitled).map(({ title, items }) => [
    title,
    items
      .map((item) => (item.kind === 'utterance' ? item.text : item.kind === 'sound' ? item.file : '…'))
      .join(' '),
  ]);
}

test.each<[name: string, source: string, expected: ReturnType<typeof chaptersOf>]>([
  ['no heading', 'One.\n\nTwo.\n', [[untitled, 'One. … Two.']]],
  ['a title and no heading', '---\ntitle: The Sea\n---\n\nOne.\n', [['The Sea', 'One.']]],
  [
    'chapters',
    '# First\n\nOne.\n\n# Second\n\nTwo.\n',
    [
      ['First', 'First … One.'],
      ['Second', 'Second … Two.'],
    ],
  ],
  [
    'something before the first one',
    'To my mother.\n\n# First\n\nOne.\n',
    [
      [untitled, 'To my mother.'],
      ['First', 'First … One.'],
    ],
  ],
  [
    'scenes, which are no chapters',
    '# First\n\nOne.\n\n## Later\n\nTwo.\n',
    [['First', 'First … One. … Two.']],
  ],
  [
    'a chapter in which nothing is heard',
    '---\ndefaults: { chapters: silent }\n---\n\n# First\n\n# Second\n\n[pause 2s]\n\nTwo.\n',
    [['Second', 'Two.']],
  ],
  [
    'a chapter whose words are none',
    '---\ndefaults: { chapters: silent }\n---\n\n# First\n\n—\n\n# Second\n\nTwo.\n',
    [['Second', 'Two.']],
  ],
  ['nothing', '<!-- nothing -->\n', []],
])('of %s', (_name, source, expected) => {
  expect(chaptersOf(source)).toEqual(expected);
});

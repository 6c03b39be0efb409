import { expect, test } from 'vitest';
import { parseInclude } from '../../../server/src/script/frontMatter/parseFrontMatter.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { standardDefaults } from '../../../server/src/script/frontMatter/standardDefaults.ts';
import { includedFile } from '../support/scriptWorld.ts';

const own = 'cast: { MARA: own }\nlexicon: { a: AH }\ndefaults: { chapters: silent }';
const first =
  'language: fr\ncast: { MARA: first, TOM: first }\nlexicon: { a: BAH, b: BEE }\ndefaults: { chapters: spoken, scenes: silent }';
const second =
  'language: de\ncast: { TOM: second, ANN: second }\nlexicon: { c: SEE }\ndefaults: { scenes: spoken, pauses: { line: 1s } }';

test('what the script says wins, then what the first of its includes says', () => {
  const included = [
    { ...includedFile('refused.yaml', 'cast: { EVE: refused }\nlanguage: it'), refusal: 'outside' as const },
    includedFile('first.yaml', first),
    includedFile('second.yaml', second),
  ];
  const { language, characters, lexicon, defaults } = resolveCast(parseInclude(own), included);
  expect(language).toBe('fr');
  expect(
    [...characters].map(([name, { entry, file }]) => [name, entry.voice?.text, file?.path ?? null]),
  ).toEqual([
    ['MARA', 'own', null],
    ['TOM', 'first', 'first.yaml'],
    ['ANN', 'second', 'second.yaml'],
  ]);
  expect([...lexicon].map(([word, { entry, file }]) => [word, entry.spoken, file?.path ?? null])).toEqual([
    ['a', { kind: 'respelling', text: 'AH' }, null],
    ['b', { kind: 'respelling', text: 'BEE' }, 'first.yaml'],
    ['c', { kind: 'respelling', text: 'SEE' }, 'second.yaml'],
  ]);
  expect(defaults).toEqual({
    ...standardDefaults,
    chapterHeadings: 'silent',
    sceneHeadings: 'silent',
    linePauseMs: 1000,
  });
});

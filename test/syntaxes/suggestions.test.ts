import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadTokenTypes, type TokenType } from './support/tokenize.ts';

interface Manifest {
  readonly contributes: {
    readonly grammars: readonly {
      readonly language?: string;
      readonly tokenTypes?: Readonly<Record<string, TokenType>>;
    }[];
    readonly configurationDefaults: {
      readonly '[aloud]': { readonly 'editor.quickSuggestions': Readonly<Record<string, 'on' | 'off'>> };
    };
  };
}

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as Manifest;
const { grammars, configurationDefaults } = manifest.contributes;
const suggestions = configurationDefaults['[aloud]']['editor.quickSuggestions'];
const settingOf = { other: 'other', comment: 'comments', string: 'strings', regex: 'other' } as const;

const typeAt = await loadTokenTypes(
  {
    scopeName: 'text.aloud',
    files: {
      'text.aloud': 'aloud.tmLanguage.json',
      'source.yaml': '../test/syntaxes/support/yamlStandIn.json',
    },
  },
  grammars.find(({ language }) => language === 'aloud')?.tokenTypes ?? {},
);

// What else there is to suggest comes with the character that opens it.
test.each<[where: string, before: string, after: string, expected: 'on' | 'off']>([
  ['what begins a line may be a name', 'The sea.\n\nMa', '', 'on'],
  ['so may what is indented', 'The sea.\n\n  Ma', '', 'on'],
  ['so may what follows a line', 'MARA: Come in.\nTO', '', 'on'],
  ['the name of a line', 'MAR', 'A: Come in.', 'on'],
  ['a direction', 'MARA: (happ', 'y) Come in.', 'on'],
  ['the name of a tag', 'He sat. [brea', 'th]', 'on'],
  ['an attribute', 'The <say ra', 'te="slow">sea</say>', 'on'],
  ['a value', 'The <say rate="sl', 'ow">sea</say>', 'on'],
  ['the middle of what is said', 'The sea wa', 's calm.', 'off'],
  ['what somebody says', 'MARA: Co', 'me in.', 'off'],
  ['a later line of it', 'MARA: Come in.\nAnd sit do', 'wn.', 'off'],
  ['a heading', '# The st', 'orm', 'off'],
  ['a comment', 'The sea. <!-- Is it ca', 'lm? -->', 'off'],
])('whether something is suggested while somebody types: %s', (_where, before, after, expected) => {
  const type = typeAt(before + after, before.split('\n').at(-1)?.length ?? 0);
  expect(suggestions[settingOf[type]]).toBe(expected);
});

test.each<[where: string, text: string, column: number]>([
  ['a direction', 'MARA: (happy) Come in.', 7],
  ['a tag', 'He sat. [breath]', 9],
  ['a span', 'The <say rate="slow">sea</say>', 5],
  ['what is said', 'He (my friend) sat.', 4],
])('an editor looks for the other bracket of %s, as it does not in strings', (_where, text, column) => {
  expect(typeAt(text, column)).toBe('other');
});

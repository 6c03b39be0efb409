import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { deliveries, emotions, soundEvents } from '../../protocol/expression.ts';
import { createGrammars } from '../../scripts/grammar/createGrammars.ts';
import { colored, loadTokenizer } from './support/tokenize.ts';

const tokenize = await loadTokenizer({
  scopeName: 'text.aloud',
  files: {
    'text.aloud': 'aloud.tmLanguage.json',
    'source.yaml': '../test/syntaxes/support/yamlStandIn.json',
  },
});
const scopesOf = (text: string) => colored(tokenize(text));

test('the grammars are those of the words of the language (npm run generate writes them)', () => {
  for (const [file, grammar] of Object.entries(createGrammars())) {
    const written: unknown = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8'),
    );
    expect(written, file).toEqual(grammar);
  }
});

describe('blocks', () => {
  test.each<[name: string, text: string, expected: readonly string[]]>([
    [
      'front matter is YAML, a later fence is a scene break',
      '---\ntitle: X\n---\n\n---',
      [
        '--- punctuation.definition.frontmatter',
        'title: X meta.embedded.block.frontmatter.yaml',
        '--- punctuation.definition.frontmatter',
        '--- meta.separator',
      ],
    ],
    ['front matter begins a script', 'Words.\n---', ['--- meta.separator']],
    [
      'a chapter',
      '# The *storm*',
      [
        '# punctuation.definition.heading',
        'The  entity.name.section',
        '* punctuation.definition.emphasis.begin',
        'storm markup.italic',
        '* punctuation.definition.emphasis.end',
      ],
    ],
    ['a scene', '### Later', ['### punctuation.definition.heading', 'Later entity.name.section']],
    ['a number sign alone is text', '#hashtag', []],
    [
      'what is open in a heading ends with it',
      '# <laughter>Ha\nWords.',
      [
        '# punctuation.definition.heading',
        '< punctuation.definition.tag.begin',
        'laughter entity.name.tag',
        '> punctuation.definition.tag.end',
        'Ha meta.span.laughter',
      ],
    ],
    [
      'a comment over empty lines',
      '<!-- a\n\nMARA: b -->\nWords.',
      ['<!-- comment.block', ' a comment.block', 'MARA: b  comment.block', '--> comment.block'],
    ],
    [
      'a comment inside of a paragraph, over empty lines',
      'One <!-- a\n\nb --> two',
      ['<!-- comment.block', ' a comment.block', 'b  comment.block', '--> comment.block'],
    ],
    [
      'a span ends with its paragraph',
      '<laughter>Ha\nha\n\nWords.',
      [
        '< punctuation.definition.tag.begin',
        'laughter entity.name.tag',
        '> punctuation.definition.tag.end',
        'Ha meta.span.laughter',
        'ha meta.span.laughter',
      ],
    ],
    [
      'a span ends where somebody else speaks',
      '<laughter>Ha\nMARA: Words.',
      [
        '< punctuation.definition.tag.begin',
        'laughter entity.name.tag',
        '> punctuation.definition.tag.end',
        'Ha meta.span.laughter',
        'MARA entity.name.type.speaker',
        ': punctuation.separator.speaker',
      ],
    ],
  ])('%s', (_name, text, expected) => {
    expect(scopesOf(text)).toEqual(expected);
  });
});

describe('speakers and directions', () => {
  test.each<[text: string, expected: readonly string[]]>([
    ['MARA: Words.', ['MARA entity.name.type.speaker', ': punctuation.separator.speaker']],
    ['ÅSA BERG: Ord.', ['ÅSA BERG entity.name.type.speaker', ': punctuation.separator.speaker']],
    ['Note: this is text.', []],
    ['AT 10:30 she left.', []],
    ['He said: MARA: no.', []],
    [
      'TOM: (angry 0.8, whispering, slow, -2st, +3dB, 1.2, "like rain") Out!',
      [
        'TOM entity.name.type.speaker',
        ': punctuation.separator.speaker',
        '( punctuation.definition.direction.begin',
        'angry constant.language.emotion',
        '0.8 constant.numeric.strength',
        ', punctuation.separator.direction',
        'whispering storage.modifier.delivery',
        ', punctuation.separator.direction',
        'slow support.constant.prosody',
        ', punctuation.separator.direction',
        '-2 constant.numeric.prosody',
        'st keyword.other.unit',
        ', punctuation.separator.direction',
        '+3 constant.numeric.prosody',
        'dB keyword.other.unit',
        ', punctuation.separator.direction',
        '1.2 constant.numeric.prosody',
        ', punctuation.separator.direction',
        '"like rain" string.quoted.double.instruction',
        ') punctuation.definition.direction.end',
      ],
    ],
    [
      '(calm) The sea. (calm) Again.',
      [
        '( punctuation.definition.direction.begin',
        'calm constant.language.emotion',
        ') punctuation.definition.direction.end',
      ],
    ],
    ['(calm, or so he thought) The sea.', []],
    ['(slowly) The sea.', []],
  ])('%s', (text, expected) => {
    expect(scopesOf(text)).toEqual(expected);
  });
});

describe('inside a paragraph', () => {
  test.each<[text: string, expected: readonly string[]]>([
    [
      '**a *b* c**',
      [
        '** punctuation.definition.emphasis.begin',
        'a  markup.bold',
        '* punctuation.definition.emphasis.begin',
        'b markup.bold markup.italic',
        '* punctuation.definition.emphasis.end',
        ' c markup.bold',
        '** punctuation.definition.emphasis.end',
      ],
    ],
    ['2 * 3 * 4', []],
    ['an open **end', []],
    [
      String.raw`\*a\* \[breath]`,
      [
        String.raw`\* constant.character.escape`,
        String.raw`\* constant.character.escape`,
        String.raw`\[ constant.character.escape`,
      ],
    ],
    [
      '[pause 1.5s]',
      [
        '[ punctuation.definition.tag.begin',
        'pause keyword.control.pause',
        '1.5 constant.numeric.duration',
        's keyword.other.unit',
        '] punctuation.definition.tag.end',
      ],
    ],
    [
      '[sound door.wav gain=-6dB]',
      [
        '[ punctuation.definition.tag.begin',
        'sound keyword.control.sound',
        'door.wav string.unquoted.file',
        'gain entity.other.attribute-name',
        '= punctuation.separator.key-value',
        '-6 constant.numeric',
        'dB keyword.other.unit',
        '] punctuation.definition.tag.end',
      ],
    ],
    [
      '[sound "a ] b.wav"]',
      [
        '[ punctuation.definition.tag.begin',
        'sound keyword.control.sound',
        '"a ] b.wav" string.quoted.double.file',
        '] punctuation.definition.tag.end',
      ],
    ],
    [
      '[mark here]',
      [
        '[ punctuation.definition.tag.begin',
        'mark keyword.control.mark',
        'here entity.name.label',
        '] punctuation.definition.tag.end',
      ],
    ],
    ['[word] [breathe deeply] [1] a < b > c <em>no</em>', []],
    [
      '<say rate="slow" strength=0.5 emotion=sad>so</say>.',
      [
        '< punctuation.definition.tag.begin',
        'say entity.name.tag',
        'rate entity.other.attribute-name',
        '= punctuation.separator.key-value',
        '"slow" string.quoted.double',
        'strength entity.other.attribute-name',
        '= punctuation.separator.key-value',
        '0.5 constant.numeric',
        'emotion entity.other.attribute-name',
        '= punctuation.separator.key-value',
        'sad string.unquoted',
        '> punctuation.definition.tag.end',
        'so meta.span.say',
        '</ punctuation.definition.tag.begin',
        'say entity.name.tag',
        '> punctuation.definition.tag.end',
      ],
    ],
  ])('%s', (text, expected) => {
    expect(scopesOf(text)).toEqual(expected);
  });
});

describe('every word of the language has its color', () => {
  test.each([
    ...soundEvents.map((name) => ({ text: `[${name}]`, name, scope: 'support.function.event' })),
    ...emotions.map((name) => ({ text: `(${name}) A.`, name, scope: 'constant.language.emotion' })),
    ...deliveries.map((name) => ({ text: `(${name}) A.`, name, scope: 'storage.modifier.delivery' })),
  ])('$text', ({ text, name, scope }) => {
    expect(scopesOf(text)).toContain(`${name} ${scope}`);
  });
});

import { describe, expect, test } from 'vitest';
import { loadTokenizer } from './support/tokenize.ts';

// The rules stand in for those of VS Code's own Markdown grammar, by the scopes that it gives.
const tokenize = await loadTokenizer({
  scopeName: 'text.html.markdown',
  files: {
    'text.html.markdown': '../test/syntaxes/support/markdownStandIn.json',
    'text.aloud.injection.markdown': 'aloudInMarkdown.tmLanguage.json',
  },
  injections: ['text.aloud.injection.markdown'],
});

/** What the injection colors, as `words scope`. */
function colored(text: string): string[] {
  return tokenize(text)
    .filter(
      ({ text: words, scopes }) => words.trim() !== '' && scopes.some((scope) => scope.endsWith('.aloud')),
    )
    .map(({ text: words, scopes }) => `${words} ${scopes.at(-1)?.replace(/\.aloud$/, '') ?? ''}`);
}

describe('inline tags in Markdown', () => {
  test.each<[text: string, expected: readonly string[]]>([
    [
      'He said **so [breath]**.',
      [
        '[ punctuation.definition.tag.begin',
        'breath support.function.event',
        '] punctuation.definition.tag.end',
      ],
    ],
    [
      'Wait. [pause 500ms]',
      [
        '[ punctuation.definition.tag.begin',
        'pause keyword.control.pause',
        '500 constant.numeric.duration',
        'ms keyword.other.unit',
        '] punctuation.definition.tag.end',
      ],
    ],
    [
      'So <say rate="slow">slowly</say>.',
      [
        '< punctuation.definition.tag.begin',
        'say entity.name.tag',
        'rate entity.other.attribute-name',
        '= punctuation.separator.key-value',
        '"slow" string.quoted.double',
        '> punctuation.definition.tag.end',
        '</ punctuation.definition.tag.begin',
        'say entity.name.tag',
        '> punctuation.definition.tag.end',
      ],
    ],
    [
      '<laughter>Ha.',
      ['< punctuation.definition.tag.begin', 'laughter entity.name.tag', '> punctuation.definition.tag.end'],
    ],
  ])('%s', (text, expected) => {
    expect(colored(text)).toEqual(expected);
  });
});

describe('what Markdown means stays what it means', () => {
  test.each([
    '`[breath] <say>`',
    '```js\na[breath] <say>\n```',
    '    a[breath]',
    '---\ntitle: "[breath]"\n---',
    'A [breath](https://example.org).',
    'A [breath][note].',
    '![breath]',
    '[breath]: https://example.org',
    'A <https://example.org/[breath]>.',
    '<!-- [breath] -->',
    '<div title="[breath]">',
    String.raw`\[breath] \<say>`,
    'A formula $[breath]$.',
    'A [word] and <em>words</em>.',
  ])('%s', (text) => {
    expect(colored(text)).toEqual([]);
  });
});

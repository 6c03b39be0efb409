import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentSyntaxIds } from '../../../../server/src/script/lowering/readAloud/commentSyntax.ts';
import { codeToPlan } from '../../../../server/src/script/lowering/readAloud/codeToPlan.ts';
import { markdownToPlan } from '../../../../server/src/script/lowering/readAloud/markdownToPlan.ts';
import { plainTextToPlan } from '../../../../server/src/script/lowering/readAloud/plainTextToPlan.ts';
import { arbitraryUnicode, propertyRuns } from '../../support/scriptFragments.ts';
import { checkPlan } from '../support/checkPlan.ts';
import { utterancesOf } from '../support/planOf.ts';

describe('any document has a plan that maps back to it', () => {
  test('Markdown', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryMarkdown(), arbitraryUnicode()), (source) => {
        checkPlan(markdownToPlan(source), source);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test('plain text', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryMarkdown(), arbitraryUnicode()), (source) => {
        checkPlan(plainTextToPlan(source), source);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test('code', () => {
    fc.assert(
      fc.property(arbitraryCode(), fc.constantFrom(...commentSyntaxIds), (source, languageId) => {
        checkPlan(codeToPlan(source, languageId), source);
      }),
      { numRuns: propertyRuns(600) },
    );
  });
});

test('no word of plain text is lost or said twice', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/u);
  const space = fc.constantFrom(' ', '  ', '\n', '\r\n', '\n\n', '.\n', ' \t ');
  fc.assert(
    fc.property(fc.array(fc.tuple(word, space), { maxLength: 60 }), (parts) => {
      const source = parts.map((part) => part.join('')).join('');
      const said = utterancesOf(plainTextToPlan(source)).flatMap(({ text }) => text.match(/[a-z]+/gu) ?? []);
      expect(said).toEqual(parts.map(([written]) => written));
    }),
  );
});

function arbitraryMarkdown(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...markdownPieces), { maxLength: 40 }).map((pieces) => pieces.join(''));
}

const markdownPieces = [
  ...[
    'word ',
    'Word',
    'naïve ',
    '海',
    '5',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\r\n',
    '\t',
    '    ',
    '\\',
    '\\*',
    '&amp;',
  ],
  ...[
    '&eacute;',
    '&#65;',
    '&ngE;',
    '*',
    '**',
    '_',
    '`',
    '``',
    '~~',
    '# ',
    '## ',
    '> ',
    '- ',
    '1. ',
    '- [x] ',
  ],
  ...[
    '[a](b)',
    '[a][r]',
    '[r]: http://x.org\n',
    '[^1]',
    '[^1]: note\n',
    '![alt](i.png)',
    '<br>',
    '<b>',
    '</b>',
  ],
  ...[
    '<div>\n',
    '</div>\n',
    '<!-- c -->',
    '```ts\n',
    '```\n',
    '---\n',
    '===\n',
    '| a | b |\n',
    '|---|---|\n',
  ],
  ...[
    'http://example.com/a ',
    'www.x.org ',
    'a@b.org ',
    '<http://y.org>',
    '[breath]',
    '[pause 500ms]',
    '[mark x]',
  ],
  ...[
    '<say rate=slow>',
    '<say as="digits">',
    '<say alias="b">',
    '<say voice=v>',
    '</say>',
    '<strong>',
    '</strong>',
  ],
  ...[
    '<laughter>',
    '</laughter>',
    '---\ntitle: T\n---\n',
    '\0',
    '\ufeff',
    '\ud800',
    '[',
    ']',
    '(',
    ')',
    '!',
    '.',
  ],
];

function arbitraryCode(): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(
    ...[
      '//',
      '/*',
      '*/',
      '/**',
      '#',
      '#!',
      '--',
      '--[[',
      ']]',
      '{-',
      '-}',
      '<!--',
      '-->',
      ';',
      '%',
      '(*',
      '*)',
    ],
    ...[
      '"',
      "'",
      '`',
      '"""',
      "'''",
      '${',
      '}',
      '{',
      '(',
      ')',
      '\\',
      'r#"',
      '"#',
      'R"x(',
      ')x"',
      '@"',
      '<#',
      '#>',
    ],
    ...[
      '=begin',
      '=end',
      '=pod',
      '=cut',
      'word',
      ' ',
      '\n',
      '\r\n',
      '\t',
      '/',
      '=',
      ':',
      ' * ',
      '@param ',
      '{@link X}',
    ],
    ...['----', '<p>', '#=', '=#', '#|', '|#', '%{', '%}', '\0', '\ud800', '海'],
  );
  return fc.array(pieces, { maxLength: 40 }).map((list) => list.join(''));
}

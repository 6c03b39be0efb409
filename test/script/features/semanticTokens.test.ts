import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { semanticTokens, semanticTokensLegend } from '../../../server/src/script/features/semanticTokens.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const cast = '---\ncast: { mara: bf_emma, TOM: star }\n---\n';

/** `words type`, in their order. */
function colored(source: string, from = 0): string[] {
  const document = scriptDocumentOf(source);
  const { data } = semanticTokens(
    document,
    from === 0 ? undefined : { startOffset: from, endOffset: source.length },
  );
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(index, index + 4);
    line += lines;
    character = lines === 0 ? character + characters : characters;
    const start = document.text.offsetAt({ line, character });
    const words = source.slice(start, start + length);
    expect(words).not.toMatch(/[\r\n]/);
    expect(words).toHaveLength(length);
    found.push(`${words} ${semanticTokensLegend.tokenTypes[type] ?? ''}`);
  }
  return found;
}

describe('semantic tokens', () => {
  test.each<[source: string, expected: readonly string[]]>([
    [`${cast}mara: Hi.\nNOBODY: Hi.`, ['mara class']],
    [
      `${cast}TOM: (angry 0.8, whispering, slow, "like rain") Out!`,
      [
        'TOM class',
        'angry enumMember',
        '0.8 number',
        'whispering modifier',
        'slow number',
        '"like rain" string',
      ],
    ],
    [`${cast}TOM: (not a direction) Out!`, ['TOM class']],
    ['(calm) The sea.', ['calm enumMember']],
    [
      'A **b\nc *d* e**.',
      [
        '** strong',
        'b strong',
        'c  strong',
        '* emphasis',
        'd emphasis',
        '* emphasis',
        ' e strong',
        '** strong',
      ],
    ],
    [
      'A <say\r\n rate="slow" strength=0.5>b\r\nc</say> [breath]',
      [
        'say decorator',
        'rate property',
        '"slow" string',
        'strength property',
        '0.5 number',
        'say decorator',
        'breath function',
      ],
    ],
    ['<strong>b</strong>', ['strong decorator', 'b strong', 'strong decorator']],
    [
      'A [sound "door.wav" gain=-6dB] [pause 500ms]',
      ['sound keyword', '"door.wav" string', 'gain property', '-6dB number', 'pause keyword', '500ms number'],
    ],
    ['One <!-- a\n\nb --> two', ['<!-- a comment', 'b --> comment']],
    ['<!-- a\nb -->\n', ['<!-- a comment', 'b --> comment']],
    ['# The *storm*', ['The  heading', '* emphasis', 'storm emphasis', '* emphasis']],
    ['A word, [a word], <a word>.', []],
  ])('%j', (source, expected) => {
    expect(colored(source)).toEqual(expected);
  });

  test('only of the blocks in a range', () => {
    const source = '[breath]\n\n[cough]\n\n[sigh]';
    expect(colored(source, source.indexOf('[cough'))).toEqual(['cough function', 'sigh function']);
  });
});

test('every type of token has a color in the manifest', () => {
  const manifest = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
  ) as { contributes: { semanticTokenScopes: readonly { scopes: Record<string, readonly string[]> }[] } };
  const scopes = manifest.contributes.semanticTokenScopes[0]?.scopes ?? {};
  expect(Object.keys(scopes)).toEqual(semanticTokensLegend.tokenTypes);
});

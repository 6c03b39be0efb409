import { describe, expect, test } from 'vitest';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { expectLossless } from '../support/checkTree.ts';

/** Texts made to be slow to read, by how they repeat. Were any of them read in quadratic time, it would take minutes. */
const repeated: readonly (readonly [name: string, piece: string, tail: string])[] = [
  ['words on one line', 'word ', ''],
  ['nested spans that never close', '<say rate=slow>', ''],
  ['nested spans of every kind', '<say>**<laughter>*', ''],
  ['asterisks', '*', ''],
  ['emphasis that opens', '*a **b ', ''],
  ['emphasis that closes', 'a* b** ', ''],
  ['emphasis that does either', 'a**b*c***', ''],
  ['comments that never close', '<!-- ', ''],
  ['comments that a backslash protects', '\\<!--', ''],
  ['backslashes', '\\', '<!--'],
  ['tags that never close', '[pause ', ''],
  ['quotes that never close', '<say a="', ''],
  ['quotes of two kinds', `<a '<b x' z=`, ''],
  ['quotes inside of quotes', `<say a='"' `, ''],
  ['words near a tag', '[laugther] ', ''],
  ['attributes', 'a=b ', '>'],
  ['directions that never close', 'MARA: (slow,\n', ''],
  ['items of a direction', '"x",', ')'],
  ['colons', ':', ''],
  ['carriage returns', '\r', ''],
  ['fences', '---\n', ''],
  ['sounds on one line', '[sound a.wav]', 'x'],
  ['stray closes', '</say>', ''],
  ['lone surrogates', '\ud83d*', ''],
];

describe('a hundred kilobytes are read at once, whatever it is', () => {
  test.each(repeated)('%s', { timeout: 60_000 }, (_, piece, tail) => {
    const source = piece.repeat(Math.ceil(100_000 / piece.length)) + tail;
    expectLossless(parseScript(source, { includedSpeakers: ['MARA'] }));
  });

  test('10 MB on one line', { timeout: 60_000 }, () => {
    const script = parseScript('She said no. '.repeat(800_000));
    expect(script.blocks.map(({ kind, length }) => [kind, length])).toEqual([['narration', 10_400_000]]);
  });
});

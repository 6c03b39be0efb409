import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fountainToScript } from '../../../server/src/script/exchange/fountain/fountainToScript.ts';
import { planLines } from './planLines.ts';
import { planOf } from './planOf.ts';

function imported(text: string): { script: string; notes: readonly (readonly [string, string])[] } {
  const conversion = fountainToScript(text);
  if (!conversion.isConverted) throw new Error(conversion.failure.message);
  const { script, notes } = conversion;
  return {
    script,
    notes: notes.map(({ startOffset, endOffset, message }) => [text.slice(startOffset, endOffset), message]),
  };
}

/** Without the cast, which names all who speak. */
function bodyOf(text: string): string {
  const { script, notes } = imported(text);
  expect(notes).toEqual([]);
  return script.replace(/^---\n[^]*?\n---\n\n/, '').trimEnd();
}

describe('Fountain as a script', () => {
  test.each([
    // headings
    ['INT. LIGHTHOUSE - NIGHT #1A#\n\nDark.', '## INT. LIGHTHOUSE - NIGHT\n\nDark.'],
    [
      'ext. sea - day\n\n.A FORCED SCENE\n\n...and so on',
      '## ext. sea - day\n\n## A FORCED SCENE\n\n...and so on',
    ],
    ['# Act One\n\n## Sequence\n\n= They meet.', '# Act One\n\n## Sequence\n\n<!-- They meet. -->'],
    // characters
    ['TOM\nHello.\nWho is there?', 'TOM: Hello. Who is there?'],
    ['TOM (V.O.)\nHello.', '<!-- V.O. -->\n\nTOM: Hello.'],
    ["TOM (CONT'D)\nHello.", 'TOM: Hello.'],
    ['@McAvoy\nHello.\n  \nAgain.', 'McAvoy: Hello. Again.'],
    ['TOM\nHello.\n\nMARA\nYes.\n\nThey part.', 'TOM: Hello.\nMARA: Yes.\n\nThey part.'],
    ['TOM\n\nMARA', 'TOM\n\nMARA'],
    ['MAN #2\nHello.', 'MAN #2: Hello.'],
    // parentheticals
    ['TOM\n(whispering, sad)\nHello.', 'TOM: (sad, whispering) Hello.'],
    ['TOM\nHello.\n(beat)\nYes.\n(sighs)\nNo.', 'TOM: Hello. [pause 1s] Yes. [sigh] No.'],
    [
      'TOM\n(angrily)\nNo.\n(softly)\nYes.',
      'TOM: <say emotion="angry">No.</say> <say volume="soft">Yes.</say>',
    ],
    ['TOM\n(to Mara)\nNo.', '<!-- to Mara -->\n\nTOM: No.'],
    // action, transitions and what is for the eye
    ['The sun\nis up.\n\n!LOUD NOISE\n\n> THE END <', 'The sun is up.\n\nLOUD NOISE\n\nTHE END'],
    [
      'A.\n\nCUT TO:\n\nB.\n\n> FADE OUT.\n\n===\n\nC.',
      'A.\n\n<!-- CUT TO: -->\n\nB.\n\n<!-- FADE OUT. -->\n\n<!-- page break -->\n\nC.',
    ],
    ['~la la\n\nTOM\n~la la\nlo', '(singing) la la\n\nTOM: <say delivery="singing">la la</say> lo'],
    // comments
    [
      'A [[not said]] b.\n\n/* all\n\nof it */\n\nC.',
      'A b.\n\n<!-- not said -->\n\n<!-- all of it -->\n\nC.',
    ],
    ['TOM [[who?]]\nHello.', 'TOM: Hello.\n\n<!-- who? -->'],
    ['A /* open\n\nB', 'A /\\* open\n\nB'],
    // emphasis
    ['A *b* **c** ***d*** _e_ \\*f\\* 2 * 3 * 4', 'A *b* **c** **d** *e* \\*f\\* 2 \\* 3 \\* 4'],
    // text stays text
    ['[breath] (sad) MARA: <say>\n\nWHO: yes', '\\[breath] (sad) MARA: \\<say>\n\nWHO\\: yes'],
  ])('%j', (text, script) => {
    expect(bodyOf(text)).toBe(script);
  });

  test('a title page becomes front matter', () => {
    const text = 'Title:\n\t_**The Lighthouse**_\n\tPart One\nCredit: by\nAuthor: A. Writer\n\nTOM\nYes.';
    expect(imported(text).script).toBe(
      '---\ntitle: The Lighthouse, Part One\nauthor: A. Writer\ncast:\n  TOM: {}\n---\n\n<!-- Credit: by -->\n\nTOM: Yes.\n',
    );
  });

  test('two who speak at once take turns, which is noted', () => {
    const text = '/* x */\n\nTOM\nYes.\n\nMARA ^\nNo.';
    expect(imported(text).notes).toEqual([
      ['MARA ^\nNo.', 'MARA speaks at the same time as who is before; in a script they speak in turn.'],
    ]);
  });

  test('the plan has who says what', () => {
    const { script } = imported('INT. ROOM\n\nRain.\n\nTOM\n(whispering)\nHush.\n(beat)\nListen.');
    expect(planLines(planOf(script))).toEqual([
      'INT. ROOM',
      '(heading 1000)',
      'Rain.',
      '(paragraph 700)',
      'TOM (whispering): Hush.',
      '(asked 1000)',
      'TOM (whispering): Listen.',
    ]);
  });
});

test('any text converts', () => {
  const piece = fc.constantFrom(
    'TOM',
    '\n',
    '\n\n',
    ' ',
    '(',
    ')',
    '[[',
    ']]',
    '/*',
    '*/',
    '*',
    '_',
    '~',
    '>',
    '<',
    '=',
    '===',
    '#',
    '.A',
    '@',
    '!',
    '^',
    'Title:',
    'TO:',
    'INT.',
    'a',
    '\ufffc1\ufffc',
    '\r',
    '\\',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      planOf(imported(pieces.join('')).script);
    }),
    { numRuns: 500 },
  );
});

test('comments and emphasis that never end take linear time', () => {
  for (const text of [
    '[['.repeat(100_000),
    '/*'.repeat(100_000),
    '*a '.repeat(50_000),
    'TOM\n'.repeat(50_000),
  ]) {
    const start = performance.now();
    fountainToScript(text);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

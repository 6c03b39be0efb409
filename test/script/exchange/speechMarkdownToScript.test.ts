import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { speechMarkdownToScript } from '../../../server/src/script/exchange/speechMarkdown/speechMarkdownToScript.ts';
import { planOf } from './planOf.ts';

function imported(text: string): { script: string; notes: readonly (readonly [string, string])[] } {
  const conversion = speechMarkdownToScript(text);
  if (!conversion.isConverted) throw new Error(conversion.failure.message);
  const { script, notes } = conversion;
  return {
    script: script.trimEnd(),
    notes: notes.map(({ startOffset, endOffset, message }) => [text.slice(startOffset, endOffset), message]),
  };
}

describe('Speech Markdown as a script', () => {
  test.each([
    // breaks and marks
    ['Wait [3s] and [250ms] go', 'Wait [pause 3s] and [pause 250ms] go'],
    ['Wait [break:"1.5s"] and [break:\'strong\'] go', 'Wait [pause 1.5s] and [pause 1s] go'],
    ['From [mark:"here"] to [mark:"there now"]', 'From [mark "here"] to [mark "there now"]'],
    // emphasis
    ['A ++big++ +small+ -weak- word', 'A **big** *small* <say emphasis="reduced">weak</say> word'],
    ['(big)[emphasis:"strong"] (small)[emphasis]', '**big** *small*'],
    ['a - b - c, 1-2-3, well-known, C++ and a+b+c', 'a - b - c, 1-2-3, well-known, C++ and a+b+c'],
    // words
    ['(Al)[sub:"aluminum"] (Al){aluminum}', '<say alias="aluminum">Al</say> <say alias="aluminum">Al</say>'],
    [
      '(pecan)[ipa:"pɪˈkɑːn"] (pecan)/pɪˈkɑːn/',
      '<say ipa="pɪˈkɑːn">pecan</say> <say ipa="pɪˈkɑːn">pecan</say>',
    ],
    [
      '(BBC)[characters] (12)[digits] (2)[ordinal]',
      '<say as="characters">BBC</say> <say as="digits">12</say> <say as="ordinal">2</say>',
    ],
    [
      '(4/3/2026)[date:"dmy"] (2:30pm)[time:"hms12"]',
      '<say as="date">2026-03-04</say> <say as="time">2:30pm</say>',
    ],
    ['(555-0100)[phone] (12)[cardinal]', '<say as="telephone">555-0100</say> 12'],
    // voice
    [
      '(Bonjour)[lang:"fr-FR"] (Hi)[voice:"Brian"]',
      '<say language="fr-FR">Bonjour</say> <say voice="Brian">Hi</say>',
    ],
    [
      '(Well)[rate:"slow";pitch:"high";volume:"x-loud"] then',
      '<say rate="slow" pitch="high" volume="+8dB">Well</say> then',
    ],
    [
      'So (hush)[whisper] (yes)[excited:"low"] (no)[disappointed]',
      'So <say delivery="whispering">hush</say> <say emotion="excited" strength="0.3">yes</say> <say emotion="sad">no</say>',
    ],
    [
      '(so (very)[pitch:"low"] slow)[rate:"slow"] it',
      '<say rate="slow">so <say pitch="low">very</say> slow</say> it',
    ],
    // sound
    [
      '!["https://example.com/a.mp3"] then !(a bell)["b.wav"]',
      '[sound "https://example.com/a.mp3"] then [sound "b.wav"]\n\n<!-- a bell -->',
    ],
    // sections hold for all that follows
    [
      'One.\n\n#[voice:"Kendra";excited]\nTwo.\n\nThree.\n#[defaults]\nFour.',
      'One.\n\n<say voice="Kendra" emotion="excited">Two.</say>\n\n<say voice="Kendra" emotion="excited">Three.</say>\n\nFour.',
    ],
    ['#[newscaster]\nNews.', '("like a newscaster") News.'],
    // text stays text
    [
      'MARA: (see below) [1] (x)[2] *a* [breath] <b>',
      'MARA\\: (see below) [1] (x)[2] \\*a\\* \\[breath] \\<b>',
    ],
    ['a\r\nb\r\n\r\n\r\n# c', 'a b\n\n\\# c'],
  ])('%j', (text, script) => {
    expect(imported(text)).toEqual({ script, notes: [] });
  });

  test.each([
    [
      'A (x)[timbre:"+20%"] b',
      'A x b',
      '(x)[timbre:"+20%"]',
      'A script has no word for timbre:"+20%"; it was left out.',
    ],
    [
      'A ~calm~ b',
      'A calm b',
      '~calm~',
      'A script cannot ask for no emphasis at all; only the words were kept.',
    ],
    ['A [break:"none"] b', 'A b', '[break:"none"]', 'A script has no pause "none"; it was left out.'],
    [
      '#[dj;shimmer]\nA',
      '("like a DJ") A',
      '#[dj;shimmer]',
      'A script has no word for shimmer; it was left out.',
    ],
  ])('%j has a note', (text, script, part, message) => {
    expect(imported(text)).toEqual({ script, notes: [[part, message]] });
  });
});

test('any text converts, and to a script that keeps its words', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '"',
    ':',
    ';',
    '+',
    '++',
    '~',
    '-',
    '#[',
    '!',
    '/',
    '{',
    '}',
    '\n',
    ' ',
    'a',
    'sub',
    '1s',
    '😀',
    '\r',
    '\\',
    '*',
    '<say>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      planOf(imported(pieces.join('')).script);
    }),
    { numRuns: 500 },
  );
});

test('brackets that never close take linear time', () => {
  for (const text of [
    '('.repeat(200_000),
    '++a '.repeat(50_000),
    '!['.repeat(100_000),
    '(a'.repeat(9000) + ')[b]'.repeat(9000),
  ]) {
    const start = performance.now();
    speechMarkdownToScript(text);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

import { describe, expect, test } from 'vitest';
import { quickFixes } from '../../../server/src/script/checking/quickFixes.ts';
import type { QuickFix } from '../../../server/src/script/checking/quickFix.ts';
import { longUtteranceCharacters } from '../../../server/src/script/checking/rules/longUtterance.ts';
import { applyEdits } from '../../../server/src/script/formatting/applyEdits.ts';
import { diagnose, readWorld, scriptWorld } from '../support/scriptWorld.ts';

const long = 'Nobody said a *word* of it. '.repeat(longUtteranceCharacters / 14);

function apply(source: string, { edits }: QuickFix): string {
  return applyEdits(
    source,
    edits.map(({ range, newText }) => ({ ...range, text: newText })),
  );
}

/** What each fix of the first finding of a code makes of a source. */
function fixed(source: string, code: string): (readonly [title: string, source: string])[] {
  const diagnostic = diagnose(source).find((found) => found.code === code);
  if (diagnostic === undefined) throw new Error(`There is no ${code} in ${source}`);
  return quickFixes(diagnostic, readWorld(source)).map((fix) => [fix.title, apply(source, fix)]);
}

describe('quickFixes', () => {
  test.each<readonly [code: string, source: string, expected: readonly (readonly [string, string])[]]>([
    [
      'unknown-tag',
      'A [laugther] b',
      [
        ['Change it to laughter', 'A [laughter] b'],
        ['Speak it as text', 'A \\[laugther] b'],
        ['Remove [laugther]', 'A b'],
      ],
    ],
    [
      'unknown-tag',
      '[Whispers] A.',
      [
        ['Change it to (whispering)', '(whispering) A.'],
        ['Speak it as text', '\\[Whispers] A.'],
        ['Remove [Whispers]', ' A.'],
      ],
    ],
    [
      'unknown-tag',
      '---\ncast: { MARA: able }\n---\nMARA: [happy] A.',
      [
        ['Change it to (happy)', '---\ncast: { MARA: able }\n---\nMARA: (happy) A.'],
        ['Speak it as text', '---\ncast: { MARA: able }\n---\nMARA: \\[happy] A.'],
        ['Remove [happy]', '---\ncast: { MARA: able }\n---\nMARA: A.'],
      ],
    ],
    [
      'unknown-tag',
      '[so tired] A.',
      [
        ['Change it to ("so tired")', '("so tired") A.'],
        ['Speak it as text', '\\[so tired] A.'],
        ['Remove [so tired]', ' A.'],
      ],
    ],
    [
      'unknown-tag',
      'A [sighs deeply] b.',
      [
        ['Change it to [sigh]', 'A [sigh] b.'],
        ['Speak it as text', 'A \\[sighs deeply] b.'],
        ['Remove [sighs deeply]', 'A b.'],
      ],
    ],
    [
      'unknown-tag',
      'A [pause: 2s] b.',
      [
        ['Change it to [pause 2s]', 'A [pause 2s] b.'],
        ['Speak it as text', 'A \\[pause: 2s] b.'],
        ['Remove [pause: 2s]', 'A b.'],
      ],
    ],
    [
      'unknown-character',
      '---\ncast: { MARA: able }\n---\nMARA (V.O.)\r\n(sad)\r\nHi.',
      [['Change it to MARA: (sad) ', '---\ncast: { MARA: able }\n---\nMARA: (sad) Hi.']],
    ],
    [
      'unknown-tag',
      'A [happy] b.',
      [
        ['Speak it as text', 'A \\[happy] b.'],
        ['Remove [happy]', 'A b.'],
      ],
    ],
    [
      'unclosed-tag',
      'A <say rate=slow>b\n',
      [['Close it with </say> at the end of the paragraph', 'A <say rate=slow>b</say>\n']],
    ],
    ['unclosed-tag', 'A [pause 5s b', [['Close it with ]', 'A [pause 5s] b']]],
    ['unclosed-tag', 'A <!-- b\n\nc', [['Close the comment at the end of the line', 'A <!-- b -->\n\nc']]],
    ['unexpected-close', 'A </say> b', [['Remove </say>', 'A b']]],
    [
      'unknown-attribute',
      '<say rat=slow>b</say>',
      [
        ['Change it to rate', '<say rate=slow>b</say>'],
        ['Remove rat=slow', 'b'],
      ],
    ],
    ['unknown-attribute', '<say rate=slow xyz=1>b</say>', [['Remove xyz=1', '<say rate=slow>b</say>']]],
    // A second rate would not count.
    ['unknown-attribute', '<say rate=slow rat=1>b</say>', [['Remove rat=1', '<say rate=slow>b</say>']]],
    ['duplicate-key', '<say rate=slow rate=fast>b</say>', [['Remove rate=fast', '<say rate=slow>b</say>']]],
    ['bad-value', '<say emotion=hapy>b</say>', [['Change it to happy', '<say emotion=happy>b</say>']]],
    [
      'bad-value',
      '[pause 5]',
      [
        ['Change it to 5ms', '[pause 5ms]'],
        ['Change it to 5s', '[pause 5s]'],
      ],
    ],
    ['bad-value', 'A [pause] b', [['Write [pause 500ms]', 'A [pause 500ms] b']]],
    ['bad-value', 'A [breath "x"] b', [['Remove "x"', 'A [breath] b']]],
    [
      'bad-value',
      '---\ncast: { M: able }\n---\nM: (sad, hapy) x',
      [['Change it to happy', '---\ncast: { M: able }\n---\nM: (sad, happy) x']],
    ],
    [
      'bad-value',
      '---\ncast: { M: able }\n---\nM: (to Tom) x',
      [['Change it to "to Tom"', '---\ncast: { M: able }\n---\nM: ("to Tom") x']],
    ],
    [
      'unknown-character',
      '---\ncast:\n  MARA: able\n---\n\nMRAA: Hi.',
      [
        ['Change it to MARA', '---\ncast:\n  MARA: able\n---\n\nMARA: Hi.'],
        ['Add MRAA to the cast', '---\ncast:\n  MARA: able\n  MRAA: { voice: other }\n---\n\nMRAA: Hi.'],
      ],
    ],
    [
      'unknown-character',
      'TOM: Hi.',
      [['Add TOM to the cast', '---\ncast:\n  TOM: { voice: other }\n---\n\nTOM: Hi.']],
    ],
    [
      'unknown-character',
      '---\r\ntitle: A\r\n---\r\n\r\nTOM: Hi.',
      [['Add TOM to the cast', '---\r\ntitle: A\r\ncast:\r\n  TOM: { voice: other }\r\n---\r\n\r\nTOM: Hi.']],
    ],
    [
      'unknown-character',
      '---\ncast: { M: able }\n---\nTOM: Hi.',
      [['Add TOM to the cast', '---\ncast: { M: able, TOM: { voice: other } }\n---\nTOM: Hi.']],
    ],
    [
      'unknown-character',
      '---\ncast:\n---\nTOM: Hi.',
      [['Add TOM to the cast', '---\ncast:\n  TOM: { voice: other }\n---\nTOM: Hi.']],
    ],
    [
      'unknown-character',
      '---\ncast: {}\ntitle: A\n---\nTOM: Hi.',
      [['Add TOM to the cast', '---\ncast:\n  TOM: { voice: other }\ntitle: A\n---\nTOM: Hi.']],
    ],
    [
      'unknown-character',
      '---\ncast:\n  M:\n    voice: able # a\n\ntitle: A\n---\nTOM: Hi.',
      [
        [
          'Add TOM to the cast',
          '---\ncast:\n  M:\n    voice: able # a\n  TOM: { voice: other }\n\ntitle: A\n---\nTOM: Hi.',
        ],
      ],
    ],
    [
      'unknown-voice',
      '<say voice="able:2+othre">b</say>',
      [['Change it to other', '<say voice="able:2+other">b</say>']],
    ],
    [
      'unknown-pronunciation',
      'Kaede left.',
      [
        ['Add Kaede to the lexicon as kah-EH-deh', '---\nlexicon:\n  Kaede: kah-EH-deh\n---\n\nKaede left.'],
        ['Leave Kaede as it is said', '---\nlexicon:\n  Kaede: { alias: Kaede }\n---\n\nKaede left.'],
      ],
    ],
    [
      'nested-say-conflict',
      '<say voice=able><say voice=other>b</say></say>',
      [['Remove voice=other', '<say voice=able>b</say>']],
    ],
    [
      'unsupported-by-voice',
      '<say voice=unable>a [breath] b</say>',
      [['Remove [breath]', '<say voice=unable>a b</say>']],
    ],
    ['unsupported-by-voice', '<say voice=unable>*a*</say>', [['Remove *', '<say voice=unable>a</say>']]],
    [
      'unsupported-by-voice',
      '---\ncast: { M: unable }\n---\nM: (sad, loud) x',
      [['Remove sad', '---\ncast: { M: unable }\n---\nM: (loud) x']],
    ],
    [
      'unsupported-by-voice',
      '---\ncast: { M: unable }\n---\nM: (sad) x',
      [['Remove sad', '---\ncast: { M: unable }\n---\nM: x']],
    ],
    [
      'unsupported-by-voice',
      '---\ncast: { M: { voice: unable, emotion: sad } }\n---\nM: x',
      [['Remove emotion: sad', '---\ncast: { M: { voice: unable } }\n---\nM: x']],
    ],
    [
      'unsupported-by-voice',
      '---\ncast:\n  M:\n    emotion: sad\n    voice: unable\n---\nM: x',
      [['Remove emotion: sad', '---\ncast:\n  M:\n    voice: unable\n---\nM: x']],
    ],
    [
      'unsupported-by-voice',
      '---\ncast: { M: unable }\nlexicon:\n  x: EKS\n---\nM: x',
      [['Remove x: EKS', '---\ncast: { M: unable }\nlexicon:\n---\nM: x']],
    ],
  ])('of %s in %j', (code, source, expected) => {
    expect(fixed(source, code)).toEqual(expected);
    for (const [, result] of expected) {
      const [first] = diagnose(source).filter((found) => found.code === code);
      expect(diagnose(result).filter((found) => found.message === first?.message)).toEqual([]);
    }
  });

  test.each([
    ['Kaede', 'kah-EH-deh'],
    ['Zorblax', 'ZOR-blax'],
    ['Mirabel', 'mee-RAH-bel'],
    ['Strngth', null],
    ['花', null],
  ])('guesses how %s is written as it is said: %s', (word, expected) => {
    const environment = scriptWorld({ isKnownWord: () => false });
    const fixes = quickFixes(
      {
        code: 'unknown-pronunciation',
        severity: 'hint',
        message: '',
        startOffset: 0,
        endOffset: 1,
        fix: { kind: 'addToLexicon', word },
      },
      readWorld(word, environment),
    );
    const guesses = fixes.flatMap(
      ({ title }) => / as (?<guess>[\w-]+)$/u.exec(title)?.groups?.['guess'] ?? [],
    );
    expect(guesses).toEqual(expected === null ? [] : [expected]);
  });

  test.each([
    ['narration', '', '\n\n'],
    ['narration with a direction', '(calm) ', '\n\n(calm) '],
    ['dialogue', 'M: (calm) ', '\nM: (calm) '],
  ])('splits very long %s', (_name, opening, between) => {
    const head = '---\ncast: { M: able }\n---\n\n';
    const [result, ...others] = fixed(head + opening + long, 'very-long-utterance');
    expect(others).toEqual([]);
    const parts = (result?.[1] ?? '').slice(head.length + opening.length).split(between);
    expect(parts.map((part) => part.length)).toEqual([1987, 2015, 1988]);
    expect(parts.join(' ')).toBe(long);
    expect(diagnose(result?.[1] ?? '').map(({ code }) => code)).not.toContain('very-long-utterance');
  });

  test.each(['---\ncast: [\n\nTOM: Hi.', `# ${long}`])(
    'leaves alone what only its author can mend',
    (source) => {
      expect(diagnose(source).flatMap((found) => quickFixes(found, readWorld(source)))).toEqual([]);
    },
  );

  test('prefers what is most likely meant', () => {
    const source = 'A [laugther] b';
    const [diagnostic] = diagnose(source);
    if (diagnostic === undefined) throw new Error('Nothing was found.');
    expect(quickFixes(diagnostic, readWorld(source)).map(({ isPreferred }) => isPreferred)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

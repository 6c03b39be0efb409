import { readdirSync, readFileSync } from 'node:fs';
import { parseXml } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planToSsml } from '../../../server/src/script/exchange/ssml/planToSsml.ts';
import { escapeXml } from '../../../server/src/text/xmlWriter.ts';
import { ssmlToScript } from '../../../server/src/script/exchange/ssml/ssmlToScript.ts';
import { longScript } from '../support/longScript.ts';
import { propertyRuns } from '../support/scriptFragments.ts';
import { heard, inXml, planOf } from './planOf.ts';
import { scripts } from './scripts.ts';

const runs = propertyRuns(300);
const timeoutMs = 20_000 + runs * 100;

/** What the script says, and what it says after it was SSML. */
function roundTrip(script: string): { said: unknown; saidAgain: unknown } {
  const plan = planOf(script);
  const xml = planToSsml(plan);
  parseXml(xml);
  const back = ssmlToScript(xml);
  if (!back.isConverted) throw new Error(back.failure.message);
  expect(back.notes).toEqual([]);
  return { said: heard(plan), saidAgain: heard(planOf(back.script)) };
}

test(
  'a script that went through SSML says the same',
  () => {
    fc.assert(
      fc.property(scripts(), (script) => {
        const { said, saidAgain } = roundTrip(script);
        expect(saidAgain).toEqual(said);
      }),
      { numRuns: runs },
    );
  },
  timeoutMs,
);

test.each(readdirSync('test/script/fixtures').filter((name) => name.endsWith('.aloud')))(
  '%s that went through SSML says the same',
  (name) => {
    const { said, saidAgain } = roundTrip(readFileSync(`test/script/fixtures/${name}`, 'utf8'));
    expect(saidAgain).toEqual(said);
  },
);

describe('what a plan shows only by what is around it', () => {
  const cast = '---\ncast: { narrator: {}, TOM: {} }\n---\n';
  test.each([
    ['the narrator in a dialogue, marks alone between', `${cast}narrator: A\n\nTOM: [mark a]\n\nnarrator: B`],
    ['a line that is only a sound', `${cast}TOM: [sound x.wav]\n\nTOM: A`],
    ['a sound behind a pause opens the next paragraph', 'A\n\n[pause 1s] [sound x.wav] B\n\nC'],
    [
      'lines without a silence',
      `---\ncast: { TOM: {} }\ndefaults: { pauses: { line: 0ms } }\n---\nTOM: A\nTOM: B`,
    ],
    ['lines with something silent between', `${cast}TOM: A\n\n—\n\nTOM: B`],
    ['words with another voice that says nothing between', 'A <say voice=bf_emma>—</say> B'],
    ['a heading said otherwise', '# <say as=ordinal>2</say> *night*\n\nA'],
  ])('%s', (_name, script) => {
    const { said, saidAgain } = roundTrip(script);
    expect(saidAgain).toEqual(said);
  });
});

test('a long script goes through SSML in linear time', () => {
  const script = longScript(1_000_000);
  const plan = planOf(script);
  const start = performance.now();
  const back = ssmlToScript(planToSsml(plan));
  expect(performance.now() - start).toBeLessThan(20_000);
  if (!back.isConverted) throw new Error(back.failure.message);
  expect(heard(planOf(back.script))).toEqual(heard(plan));
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '\\',
          '*',
          '**',
          '_',
          '[',
          ']',
          '<',
          '>',
          '/',
          '!',
          '--',
          '-->',
          '---',
          '#',
          '## ',
          '(',
          ')',
          ':',
          '：',
          '"',
          "'",
          '`',
        ],
        ...[
          'breath',
          'pause 1s',
          'say',
          'strong',
          'sad',
          'MARA',
          'Ärger',
          'narrator',
          ' ',
          '\u00a0',
          'a',
          '李',
          '😀',
          'e\u0301',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test(
  'text of a document is text of the script, whatever it looks like',
  () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 3 }), (paragraphs) => {
        const body = paragraphs.map(
          (text) => `<p>${escapeXml(`a${text}b`)}</p><p>${escapeXml(`${text}.b`)}</p>`,
        );
        const xml = `<speak xmlns:aloud="urn:aloud:script"><metadata><aloud:character name="MARA"/></metadata>${body.join('')}</speak>`;
        const conversion = ssmlToScript(xml);
        if (!conversion.isConverted) throw new Error(conversion.failure.message);
        const said = planOf(conversion.script).items.filter((item) => item.kind === 'utterance');
        const expected = paragraphs.flatMap((text) => [`a${text}b`, `${text}.b`]).map(plain);
        expect(said.map(({ text }) => plain(text))).toEqual(expected);
        expect(said.flatMap(({ spans, points }) => [...spans, ...points])).toEqual([]);
        expect(said.every(({ speaker, style }) => speaker === null && style.emotion === null)).toBe(true);
      }),
      { numRuns: runs },
    );
  },
  timeoutMs,
);

/** As XML can hold it and a script says it. */
function plain(text: string): string {
  return inXml(text).replace(/\s+/gu, ' ').trim();
}

test('what XML cannot hold does not break a document', () => {
  const script =
    'MARA\u0001 \ud800: a\u0000b \udc00 [mark "\u0002"] <say instruct="\u0003 &amp; <">c</say> \ufffe]]>';
  const xml = planToSsml(
    planOf(`---\ntitle: "a\\u0007"\ncast: { "MARA\u0001 \ud800": "v\u0004" }\n---\n${script}`),
  );
  parseXml(xml);
  expect(ssmlToScript(xml)).toMatchObject({ isConverted: true, notes: [] });
});

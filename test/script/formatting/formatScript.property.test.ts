import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/script/formatting/applyEdits.ts';
import { formatEdits } from '../../../server/src/script/formatting/formatEdits.ts';
import { formatScript } from '../../../server/src/script/formatting/formatScript.ts';
import { resolveCast } from '../../../server/src/script/frontMatter/resolveCast.ts';
import { toPlan } from '../../../server/src/script/lowering/toPlan.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { meaningOf } from '../support/meaning.ts';
import { arbitraryScript, arbitraryUnicode, propertyRuns } from '../support/scriptFragments.ts';

const longMs = 3_600_000;
const includedSpeakers = ['MARA', 'TOM', 'a.b*'];
const options = { includedSpeakers };
const fixtures = readdirSync('test/script/fixtures')
  .filter((name) => name.endsWith('.aloud'))
  .map((name) => [name, readFileSync(`test/script/fixtures/${name}`, 'utf8')] as const);

/** What is heard, without where it was written. */
function heardOf(source: string): unknown {
  const script = parseScript(source, options);
  const { frontMatter } = script;
  const plan = toPlan({ script, frontMatter, cast: resolveCast(frontMatter, []) });
  return JSON.parse(
    JSON.stringify(plan, (key, value: unknown) =>
      ['source', 'sourceMap', 'voiceSource', 'asked'].includes(key) ? undefined : value,
    ),
  );
}

function expectFormatted(source: string): void {
  const format = (text: string) => formatScript(parseScript(text, options));
  const formatted = format(source);
  expect(heardOf(formatted)).toEqual(heardOf(source));
  expect(format(formatted)).toBe(formatted);
  expect(meaningOf(parseScript(formatted, options))).toEqual(meaningOf(parseScript(source, options)));
}

test.each([
  ['scripts', arbitraryScript()],
  ['any text', arbitraryUnicode()],
])('formatting %s twice is formatting once, and what it says stays', { timeout: longMs }, (_name, texts) => {
  fc.assert(fc.property(texts, expectFormatted), { numRuns: propertyRuns(1000) });
});

test('formatting a part keeps what is said', { timeout: longMs }, () => {
  fc.assert(
    fc.property(arbitraryScript(), fc.nat(), fc.nat(), (source, left, right) => {
      const script = parseScript(source, options);
      const range = { startOffset: Math.min(left, right), endOffset: Math.max(left, right) };
      const formatted = applyEdits(source, formatEdits(script, range));
      expect(meaningOf(parseScript(formatted, options))).toEqual(meaningOf(script));
    }),
    { numRuns: propertyRuns(300) },
  );
});

test.each(fixtures)(
  '%s, every beginning of it, and all of it but one character',
  { timeout: longMs },
  (_, source) => {
    for (let offset = 0; offset <= source.length; offset += 7) {
      expectFormatted(source.slice(0, offset));
      expectFormatted(source.slice(0, offset) + source.slice(offset + 1));
    }
  },
);

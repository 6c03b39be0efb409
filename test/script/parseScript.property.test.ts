import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScript } from '../../server/src/script/parsing/parseScript.ts';
import { updateScript } from '../../server/src/script/parsing/updateScript.ts';
import { expectLossless } from './support/checkTree.ts';
import {
  arbitraryFragment,
  arbitraryScript,
  arbitraryUnicode,
  propertyRuns,
} from './support/scriptFragments.ts';

const longMs = 3_600_000;
const includedSpeakers = ['MARA', 'TOM', 'a.b*'];
const fixtures = readdirSync('test/script/fixtures')
  .filter((name) => name.endsWith('.aloud'))
  .map((name) => [name, readFileSync(`test/script/fixtures/${name}`, 'utf8')] as const);

describe('every text has a tree that holds all of it', () => {
  test('script-like text', { timeout: longMs }, () => {
    fc.assert(
      fc.property(arbitraryScript(), (source) => {
        expectLossless(parseScript(source, { includedSpeakers }));
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('any text', { timeout: longMs }, () => {
    fc.assert(
      fc.property(arbitraryUnicode(), (source) => {
        expectLossless(parseScript(source, { includedSpeakers }));
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test.each(fixtures)(
    'every prefix of %s, and all of it but one character',
    { timeout: longMs },
    (_, source) => {
      // Front matter takes most of the time: it is read again only where it is cut.
      const { blocks, frontMatter } = parseScript(source);
      const headLength = blocks[0]?.kind === 'frontMatter' ? blocks[0].length : 0;
      const speakers = [...frontMatter.cast.keys()];
      for (let offset = 0; offset <= source.length; offset++) {
        const isHead = offset <= headLength;
        const text = isHead ? source : source.slice(headLength);
        const at = isHead ? offset : offset - headLength;
        const options = { includedSpeakers: isHead ? [] : speakers };
        expectLossless(parseScript(text.slice(0, at), options));
        expectLossless(parseScript(text.slice(0, at) + text.slice(at + 1), options));
      }
    },
  );
});

describe('an update is a parse', () => {
  const edits = fc.array(
    fc.tuple(
      fc.oneof(fc.nat(), fc.constant(0)),
      fc.nat({ max: 12 }),
      fc.oneof(arbitraryFragment(), fc.constant('')),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  );

  test('of the edited text, whatever the edits', { timeout: longMs }, () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryScript(), arbitraryUnicode()), edits, (source, changes) => {
        let script = parseScript(source, { includedSpeakers });
        for (const [at, deleted, text] of changes) {
          const startOffset = at % (script.source.length + 1);
          const endOffset = Math.min(script.source.length, startOffset + deleted);
          script = updateScript(script, { startOffset, endOffset, text });
          expect(script).toEqual(parseScript(script.source, { includedSpeakers }));
        }
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});

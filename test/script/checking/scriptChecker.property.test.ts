import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkScript } from '../../../server/src/script/checking/checkScript.ts';
import { createScriptChecker } from '../../../server/src/script/checking/createScriptChecker.ts';
import { quickFixes } from '../../../server/src/script/checking/quickFixes.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { updateScript } from '../../../server/src/script/parsing/updateScript.ts';
import {
  arbitraryFragment,
  arbitraryScript,
  arbitraryUnicode,
  propertyRuns,
} from '../support/scriptFragments.ts';
import { scriptWorld } from '../support/scriptWorld.ts';

const environment = scriptWorld({ isKnownWord: (word) => word.length > 3 });

test('after edits, the same is found as in the text as a whole', { timeout: 3_600_000 }, () => {
  const edits = fc.array(
    fc.tuple(fc.nat(), fc.nat({ max: 20 }), fc.oneof(arbitraryFragment(), fc.constant(''))),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(arbitraryScript(), edits, (source, changes) => {
      const checker = createScriptChecker();
      let script = parseScript(source);
      checker.check(script, script.frontMatter, environment);
      for (const [place, length, text] of changes) {
        const startOffset = place % (script.source.length + 1);
        const endOffset = Math.min(script.source.length, startOffset + length);
        script = updateScript(script, { startOffset, endOffset, text });
        const whole = parseScript(script.source);
        expect(checker.check(script, script.frontMatter, environment)).toEqual(
          checkScript(whole, whole.frontMatter, environment),
        );
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

test('whatever the text, findings and their changes are inside of it', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(fc.oneof(arbitraryScript(), arbitraryUnicode()), (source) => {
      const script = parseScript(source);
      const { frontMatter } = script;
      for (const diagnostic of checkScript(script, frontMatter, environment)) {
        const fixes = quickFixes(diagnostic, { script, frontMatter, environment });
        const ranges = [diagnostic, ...fixes.flatMap(({ edits }) => edits.map(({ range }) => range))];
        for (const { startOffset, endOffset } of ranges) {
          expect(startOffset).toBeGreaterThanOrEqual(0);
          expect(endOffset).toBeGreaterThanOrEqual(startOffset);
          expect(endOffset).toBeLessThanOrEqual(source.length);
        }
        for (const { edits } of fixes) {
          edits.slice(1).forEach(({ range }, index) => {
            expect(range.startOffset).toBeGreaterThanOrEqual(edits[index]?.range.endOffset ?? 0);
          });
        }
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

import { parseXml } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planToSsml } from '../../../server/src/script/exchange/ssml/planToSsml.ts';
import { ssmlToScript } from '../../../server/src/script/exchange/ssml/ssmlToScript.ts';
import { heard, planOf } from './planOf.ts';
import { scripts } from './scripts.ts';

const runs = Number(process.env['ALOUD_PROPERTY_RUNS'] ?? 300);

test('a script that went through SSML says the same', () => {
  fc.assert(
    fc.property(scripts(), (script) => {
      const plan = planOf(script);
      const xml = planToSsml(plan);
      parseXml(xml);
      const back = ssmlToScript(xml);
      if (!back.isConverted) throw new Error(back.failure.message);
      expect(back.notes).toEqual([]);
      expect(heard(planOf(back.script))).toEqual(heard(plan));
    }),
    { numRuns: runs },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ssmlToScript } from '../../../server/src/script/exchange/ssml/ssmlToScript.ts';
import { planToSsml } from '../../../server/src/script/exchange/ssml/planToSsml.ts';
import { heard, planOf } from './planOf.ts';
import { scripts } from './scripts.ts';
function trip(script: string) {
  const plan = planOf(script);
  const xml = planToSsml(plan);
  const r = ssmlToScript(xml);
  return {
    plan,
    xml,
    back: r.isConverted ? r.script : r.failure.message,
    notes: r.isConverted ? r.notes : [],
  };
}
test('x', () => {
  const d = fc.check(
    fc.property(scripts(), (s) => {
      const { plan, back, notes } = trip(s);
      expect(notes).toEqual([]);
      expect(heard(planOf(back))).toEqual(heard(plan));
    }),
    {
      numRuns: Number(process.env.N ?? 300),
      ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
    },
  );
  if (!d.failed) {
    console.log('OK', d.numRuns);
    return;
  }
  const s = d.counterexample![0];
  const { plan, xml, back } = trip(s);
  console.log(JSON.stringify(s));
  console.log(xml.replace(/^.*\n.*\n/, ''));
  console.log(back);
  const a = JSON.stringify(heard(plan), null, 1).split('\n'),
    b = JSON.stringify(heard(planOf(back)), null, 1).split('\n');
  expect(b).toEqual(a);
});

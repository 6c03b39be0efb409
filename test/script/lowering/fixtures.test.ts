import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../../server/src/script/lowering/plan.ts';
import { markdownToPlan } from '../../../server/src/script/lowering/readAloud/markdownToPlan.ts';
import { checkPlan } from './support/checkPlan.ts';
import { planOf } from './support/planOf.ts';

const folder = path.resolve(import.meta.dirname, 'fixtures');

/** `ALOUD_UPDATE_FIXTURES=1` writes the plans anew; format them, and look at what changed before you commit it. */
const isUpdate = process.env['ALOUD_UPDATE_FIXTURES'] === '1';

test.each(readdirSync(folder))('%s', (name) => {
  const { source, plan } = planOfFixture(path.join(folder, name));
  checkPlan(plan, source);
  const planPath = path.join(folder, name, 'plan.json');
  if (isUpdate) writeFileSync(planPath, `${JSON.stringify(plan, null, 2)}\n`);
  expect(plan).toEqual(JSON.parse(readFileSync(planPath, 'utf8')));
});

function planOfFixture(fixture: string): { readonly source: string; readonly plan: Plan } {
  const markdown = path.join(fixture, 'input.md');
  if (existsSync(markdown)) {
    const source = readFileSync(markdown, 'utf8');
    return { source, plan: markdownToPlan(source) };
  }
  const source = readFileSync(path.join(fixture, 'input.aloud'), 'utf8');
  return { source, plan: planOf(source) };
}

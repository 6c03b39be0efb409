import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEnginePool } from '../../server/src/enginePool/enginePool.ts';
import { createManualClock } from '../support/manualClock.ts';
import { createFakeSynthesizer } from '../synthesis/fakeSynthesizer.ts';

const users = fc.array(
  fc.record({
    startTurn: fc.nat(10),
    /** Turns until it aborts; null: it uses the engine for `useTurns`. */
    abortTurns: fc.option(fc.nat(6)),
    useTurns: fc.nat(6),
    invalidates: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

/** For each load in turn: how long it takes, and whether it fails. */
const loadPlans = fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { minLength: 1 });

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('whatever aborts, fails and is replaced: nobody has a disposed engine, and in the end none is left', async () => {
  await fc.assert(
    fc.asyncProperty(users, loadPlans, fc.constantFrom(0, Infinity), async (plans, loads, keepAliveMs) => {
      const alive = new Set<unknown>();
      let loadCount = 0;
      const pool = createEnginePool({
        clock: createManualClock(),
        models: [{ model: 'model', kind: 'synthesizer', engine: 'engine' }],
        keepAliveMs: () => keepAliveMs,
        openEngines: {
          async synthesizer() {
            const plan = loads[loadCount % loads.length];
            loadCount += 1;
            await turns(plan?.turns ?? 0);
            if (plan?.fails === true) throw new Error('load failed');
            const engine = {
              ...createFakeSynthesizer(),
              dispose: async () => {
                await turns(1);
                expect(alive.delete(engine)).toBe(true);
              },
            };
            alive.add(engine);
            return engine;
          },
          recognizer: () => Promise.reject(new Error('not here')),
          voiceActivity: () => Promise.reject(new Error('not here')),
        },
      });
      await Promise.all(
        plans.map(async ({ startTurn, abortTurns, useTurns, invalidates }) => {
          await turns(startTurn);
          const controller = new AbortController();
          if (abortTurns !== null) {
            void turns(abortTurns).then(() => {
              controller.abort(new Error('aborted'));
            });
          }
          try {
            const choice = { engine: 'engine', provider: 'cpu' } as const;
            await using lease = await pool.lease('synthesizer', choice, controller.signal);
            for (let turn = 0; turn < useTurns; turn += 1) {
              expect(alive.has(lease.engine)).toBe(true);
              await turns(1);
            }
            if (invalidates) pool.invalidate('model');
            expect(alive.has(lease.engine)).toBe(true);
          } catch (error) {
            const message = error instanceof Error ? error.message : '';
            expect(['aborted', 'load failed']).toContain(message);
          }
        }),
      );
      expect(pool.leaseCount()).toBe(0);
      await turns(10);
      expect(alive.size).toBe(pool.status().length);
      expect(alive.size).toBeLessThanOrEqual(keepAliveMs === 0 ? 0 : 1);
      await pool[Symbol.asyncDispose]();
      await turns(10);
      expect([alive.size, pool.status()]).toEqual([0, []]);
    }),
    { numRuns: 200 },
  );
});

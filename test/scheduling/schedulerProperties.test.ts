import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorities } from '../../protocol/priority.ts';
import { createScheduler } from '../../server/src/scheduling/scheduler.ts';
import { createWaitingLine, type WaitingUnit } from '../../server/src/scheduling/waitingLine.ts';

const units = fc.array(
  fc.record({
    priority: fc.constantFrom(...priorities),
    owner: fc.constantFrom('a', 'b', 'c', 'd'),
    lane: fc.constantFrom('first', 'second'),
    /** Turns of the event loop that the work takes. */
    turnCount: fc.nat(3),
    fails: fc.boolean(),
    /** Turns after which it is aborted; null: never. */
    abortTurn: fc.option(fc.nat(20)),
  }),
  { maxLength: 30 },
);

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('no unit is lost or run twice, and no lane runs two at once, whatever aborts and fails', async () => {
  await fc.assert(
    fc.asyncProperty(units, fc.boolean(), async (submitted, holds) => {
      const scheduler = createScheduler({
        lanes: ['first', 'second'],
        nowMs: () => 0,
      });
      const running = { first: 0, second: 0 };
      const runs = submitted.map(() => 0);
      const hold = holds ? scheduler.holdBackground() : null;
      const outcomes = submitted.map(async ({ lane, priority, owner, ...unit }, index) => {
        const controller = new AbortController();
        if (unit.abortTurn !== null) {
          void turns(unit.abortTurn).then(() => {
            controller.abort(new Error('aborted'));
          });
        }
        const key = lane;
        const work = async () => {
          runs[index] = (runs[index] ?? 0) + 1;
          running[key] += 1;
          expect(running[key]).toBe(1);
          await turns(unit.turnCount);
          running[key] -= 1;
          if (unit.fails) throw new Error('failed');
          return index;
        };
        try {
          const result = await scheduler.run({ lane: key, priority, owner }, work, controller.signal);
          expect(result).toBe(index);
          return 'done';
        } catch (error) {
          if (error instanceof Error && error.message === 'aborted') return 'aborted';
          if (error instanceof Error && error.message === 'failed') return 'failed';
          throw error;
        }
      });
      await turns(5);
      hold?.[Symbol.dispose]();
      const settled = await Promise.all(outcomes);
      for (const [index, outcome] of settled.entries()) {
        const unit = submitted[index];
        expect(runs[index]).toBeLessThanOrEqual(1);
        if (outcome === 'done') expect([runs[index], unit?.fails]).toEqual([1, false]);
        if (outcome === 'failed') expect([runs[index], unit?.fails]).toEqual([1, true]);
        if (outcome === 'aborted') expect(unit?.abortTurn).not.toBeNull();
      }
      await turns(10);
      for (const lane of scheduler.status()) {
        expect(Object.values(lane.runningCounts)).toEqual([0, 0, 0, 0]);
        expect(Object.values(lane.waitingCounts)).toEqual([0, 0, 0, 0]);
      }
    }),
    { numRuns: 150 },
  );
});

interface NumberedUnit extends WaitingUnit {
  readonly number: number;
}

const lineSteps = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ owner: fc.constantFrom('a', 'b', 'c', 'd', 'e') }), weight: 3 },
    { arbitrary: fc.constant('take' as const), weight: 2 },
    { arbitrary: fc.record({ removed: fc.nat(100) }), weight: 1 },
  ),
  { maxLength: 200 },
);

test('while a unit is the first of its owner, each other owner gets at most one unit before it', () => {
  fc.assert(
    fc.property(lineSteps, (steps) => {
      const line = createWaitingLine<NumberedUnit>(Infinity);
      const waiting: NumberedUnit[] = [];
      /** Since when an owner has had a first unit: what the others have got meanwhile. */
      const servedMeanwhile = new Map<string, string[]>();
      const isFirst = (unit: NumberedUnit) => waiting.find(({ owner }) => owner === unit.owner) === unit;
      const drop = (unit: NumberedUnit) => {
        const wasFirst = isFirst(unit);
        waiting.splice(waiting.indexOf(unit), 1);
        if (!wasFirst) return;
        servedMeanwhile.delete(unit.owner);
        if (waiting.some(({ owner }) => owner === unit.owner)) servedMeanwhile.set(unit.owner, []);
      };
      for (const [number, step] of steps.entries()) {
        if (step === 'take') {
          // One that has no place keeps its turn.
          const options = { nowMs: 0, holdsBackground: false };
          expect(line.take({ ...options, hasPlace: () => false })).toBeNull();
          const unit = line.take({ ...options, hasPlace: () => true });
          expect(unit === null).toBe(waiting.length === 0);
          if (unit === null) continue;
          expect(isFirst(unit)).toBe(true);
          drop(unit);
          for (const [owner, served] of servedMeanwhile) {
            if (owner !== unit.owner) served.push(unit.owner);
            expect(new Set(served).size).toBe(served.length);
          }
        } else if ('owner' in step) {
          const unit: NumberedUnit = { owner: step.owner, priority: 'preview', number };
          if (!waiting.some(({ owner }) => owner === unit.owner)) servedMeanwhile.set(unit.owner, []);
          waiting.push(unit);
          line.add(unit, 0);
        } else {
          const unit = waiting[step.removed % Math.max(1, waiting.length)];
          if (unit === undefined) continue;
          // Its successor keeps the owner's turn.
          waiting.splice(waiting.indexOf(unit), 1);
          if (!waiting.some(({ owner }) => owner === unit.owner)) servedMeanwhile.delete(unit.owner);
          line.remove(unit);
        }
      }
      expect(line.countOf('preview')).toBe(waiting.length);
    }),
  );
});

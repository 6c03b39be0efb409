import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlanItem } from '../../../server/src/script/lowering/plan.ts';
import { speakMeasured } from '../../../server/src/synthesis/measuredSpeech.ts';
import { toSourceRange } from '../../../server/src/synthesis/plan/sourceRange.ts';
import { speakPlan } from '../../../server/src/synthesis/plan/speakPlan.ts';
import type { PlanChunk } from '../../../server/src/synthesis/plan/spokenPlan.ts';
import { createFakeSynthesizer, fakeWordMs } from '../fakeSynthesizer.ts';
import { allAbilities, pauseOf, planOf, utteranceOf } from './planFixtures.ts';
import { never } from '../../support/never.ts';

async function speakAll(items: readonly PlanItem[]): Promise<PlanChunk[]> {
  const synthesizer = createFakeSynthesizer();
  const sources = {
    speak: (request: Parameters<typeof speakMeasured>[1], signal: AbortSignal) =>
      Promise.resolve(speakMeasured({ synthesizer, loadMs: 0 }, request, signal)),
    abilities: () => allAbilities,
    openSound: () => Promise.reject(new Error('There is no sound.')),
    voice: 'v',
  };
  const { chunks } = await speakPlan(planOf(items), sources, never);
  const all: PlanChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

it('words are as far apart as the pauses say, whatever the plan', async () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(pauses, async (durationsMs) => {
      const items = [utteranceOf('one'), ...durationsMs.flatMap((ms) => [pauseOf(ms), utteranceOf('two')])];
      const chunks = await speakAll(items);
      const words = chunks.flatMap((chunk) => chunk.words);
      const gaps = durationsMs.map((_, index) => {
        const [left, right] = [words[index], words[index + 1]];
        return (right?.startMs ?? 0) - (left?.startMs ?? 0) - fakeWordMs;
      });
      gaps.forEach((gap, index) => {
        expect(Math.abs(gap - (durationsMs[index] ?? 0))).toBeLessThan(1);
      });
      let samples = 0;
      for (const chunk of chunks) {
        expect(chunk.startMs).toBeCloseTo(samples / 24, 6);
        samples += chunk.samples.length;
      }
    }),
    { numRuns: 25 },
  );
});

it('a stretch of text leads into its source, in order, whatever the mappings', () => {
  const pieces = fc.array(
    fc.record({
      gap: fc.nat(3),
      textLength: fc.integer({ min: 1, max: 5 }),
      sourceGap: fc.nat(3),
      replaced: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(pieces, fc.nat(40), fc.nat(10), (parts, from, length) => {
      let [textStart, sourceStart] = [0, 0];
      const sourceMap = parts.map(({ gap, textLength, sourceGap, replaced }) => {
        textStart += gap;
        sourceStart += sourceGap;
        const sourceLength = replaced ?? textLength;
        const isReplacement = replaced === null ? {} : ({ isReplacement: true } as const);
        const mapping = { textStart, textLength, sourceStart, sourceLength, ...isReplacement };
        textStart += textLength;
        sourceStart += sourceLength;
        return mapping;
      });
      const source = { startOffset: 0, endOffset: sourceStart };
      const range = toSourceRange({ sourceMap, source }, { startOffset: from, endOffset: from + length });
      const later = toSourceRange(
        { sourceMap, source },
        { startOffset: from + 1, endOffset: from + 1 + length },
      );
      expect(range.startOffset).toBeGreaterThanOrEqual(0);
      expect(range.endOffset).toBeGreaterThanOrEqual(range.startOffset);
      expect(range.endOffset).toBeLessThanOrEqual(sourceStart);
      expect(later.startOffset).toBeGreaterThanOrEqual(range.startOffset);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../../server/src/script/lowering/plan.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { leavesOf } from '../../../server/src/script/tree/walk.ts';
import { arbitraryScript, arbitraryUnicode, propertyRuns } from '../support/scriptFragments.ts';
import { checkPlan } from './support/checkPlan.ts';
import { planOf, utterancesOf } from './support/planOf.ts';

test('every script has a plan whose text maps back to its characters', () => {
  fc.assert(
    fc.property(fc.oneof(arbitraryScript(), arbitraryUnicode()), (source) => {
      checkPlan(planOf(source, { includeHeadings: true }), source);
    }),
    { numRuns: propertyRuns(300) },
  );
});

test('what is spoken is spoken once, and in its order', () => {
  fc.assert(
    fc.property(arbitraryScript(), (source) => {
      let end = 0;
      for (const item of planOf(source, { includeHeadings: true }).items) {
        if (item.kind === 'pause' && item.reason !== 'asked') continue;
        expect(item.source.startOffset).toBeGreaterThanOrEqual(end);
        end = item.source.endOffset;
      }
    }),
    { numRuns: propertyRuns(300) },
  );
});

test('each letter and digit of its text is in an utterance', () => {
  fc.assert(
    fc.property(arbitraryScript(), (source) => {
      const spoken = spokenOffsets(planOf(source, { includeHeadings: true }));
      const missing = textOffsets(source).filter((offset) => !spoken.has(offset));
      expect(missing.map((offset) => source.slice(offset, offset + 20))).toEqual([]);
    }),
    { numRuns: propertyRuns(300) },
  );
});

test('the plan of a part is the part of the plan', () => {
  fc.assert(
    fc.property(arbitraryScript(), fc.nat(), (source, choice) => {
      const whole = utterancesOf(planOf(source)).filter(({ text }) => text !== '');
      const chosen = whole[choice % Math.max(1, whole.length)];
      if (chosen === undefined) return;
      const { startOffset, endOffset } = chosen.source;
      const part = utterancesOf(planOf(source, { range: { startOffset, endOffset } }));
      expect(part[0]).toMatchObject({ text: chosen.text, speaker: chosen.speaker, voice: chosen.voice });
    }),
    { numRuns: propertyRuns(300) },
  );
});

function spokenOffsets(plan: Plan): Set<number> {
  const offsets = new Set<number>();
  for (const { sourceMap } of utterancesOf(plan)) {
    for (const { sourceStart, sourceLength } of sourceMap) {
      for (let offset = sourceStart; offset < sourceStart + sourceLength; offset++) offsets.add(offset);
    }
  }
  return offsets;
}

function textOffsets(source: string): number[] {
  const { blocks, blockStarts } = parseScript(source);
  return blocks.flatMap((block, index) =>
    leavesOf(block)
      .filter(({ kind }) => kind === 'text')
      .flatMap(({ startOffset, endOffset }) => {
        const start = (blockStarts[index] ?? 0) + startOffset;
        const text = source.slice(start, start + endOffset - startOffset);
        return [...text.matchAll(/[\p{L}\p{N}]/gu)].map((match) => start + match.index);
      }),
  );
}

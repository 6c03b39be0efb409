import { expect } from 'vitest';
import type { TextRange } from '../../../../server/src/text/textRange.ts';
import type { Plan, PlanUtterance } from '../../../../server/src/script/lowering/plan.ts';

/** What holds of every plan, whatever it was made from. */
export function checkPlan(plan: Plan, source: string): void {
  for (const [index, item] of plan.items.entries()) {
    checkRange(item.source, source.length);
    if (item.kind === 'utterance') checkUtterance(item, source);
    if (item.kind === 'pause') {
      expect(item.durationMs).toBeGreaterThanOrEqual(0);
      if (item.reason !== 'asked') {
        expect(index).toBeGreaterThan(0);
        expect(index).toBeLessThan(plan.items.length - 1);
      }
    }
  }
  let last = 0;
  for (const section of plan.sections) {
    expect(section.firstItemIndex).toBeGreaterThanOrEqual(last);
    expect(section.firstItemIndex).toBeLessThanOrEqual(plan.items.length);
    last = section.firstItemIndex;
  }
}

function checkUtterance(utterance: PlanUtterance, source: string): void {
  const { text, spans, points, sourceMap, voice, voiceSource } = utterance;
  if (voiceSource !== undefined)
    expect(source.slice(voiceSource.startOffset, voiceSource.endOffset)).toBe(voice);
  expect(text).toBe(text.trim());
  expect(text).not.toMatch(/[\n\r\t]| {2}/u);
  let textEnd = 0;
  for (const { textStart, textLength, sourceStart, sourceLength, isReplacement } of sourceMap) {
    expect(textStart).toBeGreaterThanOrEqual(textEnd);
    textEnd = textStart + textLength;
    const written = source.slice(sourceStart, sourceStart + sourceLength);
    if (isReplacement !== true) expect(text.slice(textStart, textEnd)).toBe(written);
    checkWithin({ startOffset: sourceStart, endOffset: sourceStart + sourceLength }, utterance.source);
  }
  expect(textEnd).toBeLessThanOrEqual(text.length);
  for (const [index, span] of spans.entries()) {
    checkRange(span, text.length);
    expect(span.endOffset).toBeGreaterThan(span.startOffset);
    checkRange(span.source, source.length);
    for (const outer of spans.slice(0, index)) {
      const isApart = outer.endOffset <= span.startOffset;
      const isAround = outer.startOffset <= span.startOffset && span.endOffset <= outer.endOffset;
      expect(isApart || isAround).toBe(true);
    }
  }
  for (const point of points) {
    expect(point.offset).toBeLessThanOrEqual(text.length);
    checkRange(point.source, source.length);
  }
}

function checkRange({ startOffset, endOffset }: TextRange, length: number): void {
  expect(startOffset).toBeGreaterThanOrEqual(0);
  expect(endOffset).toBeGreaterThanOrEqual(startOffset);
  expect(endOffset).toBeLessThanOrEqual(length);
}

function checkWithin(inner: TextRange, outer: TextRange): void {
  expect(inner.startOffset).toBeGreaterThanOrEqual(outer.startOffset);
  expect(inner.endOffset).toBeLessThanOrEqual(outer.endOffset);
}

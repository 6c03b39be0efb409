import { describe, expect, test } from 'vitest';
import { chooseTag } from '../../../../server/src/recognition/engines/senseVoice/ctcDecoding.ts';

describe('the tag of a frame', () => {
  const tags = new Map([
    [1, 'zh'],
    [3, 'en'],
    [4, 'ja'],
  ]);

  test.each([
    { logits: [9, 1, 9, 1, 1], value: 'zh', confidence: 1 / 3, what: 'the first of equal ones' },
    { logits: [9, 0, 9, Math.log(8), 0], value: 'en', confidence: 0.8, what: 'no other piece is an answer' },
    { logits: [0, 0, 0, 200, -200], value: 'en', confidence: 1, what: 'far logits' },
    { logits: [0, -500, 0, -Infinity, -500 + Math.log(3)], value: 'ja', confidence: 0.75, what: 'low ones' },
  ])('$what: $value', ({ logits, value, confidence }) => {
    const chosen = chooseTag(Float32Array.from(logits), tags);
    expect(chosen.value).toBe(value);
    expect(chosen.confidence).toBeCloseTo(confidence, 5);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossfade, fadeIn, fadeOut } from '../../server/src/audio/fade.ts';

describe('crossfade', () => {
  it('keeps a level that both chunks share', () => {
    const joined = crossfade(new Float32Array(10).fill(0.5), new Float32Array(8).fill(0.5), 4);
    expect(joined).toHaveLength(14);
    for (const sample of joined) expect(sample).toBeCloseTo(0.5, 6);
  });

  it('steps nowhere: from 1 to -1 in equal steps around the middle', () => {
    const joined = crossfade(new Float32Array(50).fill(1), new Float32Array(50).fill(-1), 40);
    const steps = joined.subarray(1).map((sample, index) => Math.abs(sample - (joined[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.08);
    expect([joined[0], joined.at(-1)]).toEqual([1, -1]);
  });

  it('joins chunks of any length and stays in [-1, 1]', () => {
    const chunk = fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 20 });
    fc.assert(
      fc.property(chunk, chunk, fc.integer({ min: 0, max: 30 }), (tail, head, overlap) => {
        const joined = crossfade(tail, head, overlap);
        expect(joined).toHaveLength(tail.length + head.length - Math.min(overlap, tail.length, head.length));
        for (const sample of joined) expect(Math.abs(sample)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('fadeIn and fadeOut', () => {
  it('are mirror images, and leave the rest alone', () => {
    const rising = new Float32Array(8).fill(1);
    const falling = new Float32Array(8).fill(1);
    fadeIn(rising, 4);
    fadeOut(falling, 4);
    expect([...rising].reverse()).toEqual([...falling]);
    expect(rising[0]).toBeLessThan(0.05);
    expect([...rising.subarray(4)]).toEqual([1, 1, 1, 1]);
    for (let index = 1; index < 4; index += 1) expect(rising[index]).toBeGreaterThan(rising[index - 1] ?? 1);
  });

  it('take chunks shorter than the fade, also empty ones', () => {
    const short = new Float32Array(2).fill(1);
    fadeOut(short, 100);
    expect(short[1]).toBeLessThan(0.2);
    fadeIn(new Float32Array(0), 100);
  });
});

import { describe, expect, it } from 'vitest';
import { fadeIn, fadeOut } from '../../server/src/audio/fade.ts';

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

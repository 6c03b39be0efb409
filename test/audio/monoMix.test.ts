import { describe, expect, it } from 'vitest';
import type { ChannelOrder } from '../../server/src/audio/monoMix.ts';
import { mixInterleavedToMono, mixToMono, monoWeights } from '../../server/src/audio/monoMix.ts';

function checkWeights(
  [channelCount, order, mask]: readonly [number, ChannelOrder, number?],
  expected: readonly number[],
): void {
  const total = expected.reduce((sum, weight) => sum + weight, 0);
  const weights = monoWeights(channelCount, order, mask);
  expect(weights).toHaveLength(expected.length);
  expected.forEach((weight, channel) => {
    expect(weights[channel]).toBeCloseTo(weight / total, 6);
  });
}

const front = Math.SQRT1_2;

describe('monoWeights', () => {
  it('averages one and two channels', () => {
    checkWeights([1, 'wave'], [1]);
    checkWeights([2, 'wave'], [1, 1]);
    checkWeights([2, 'wave', 0x3], [1, 1]);
  });

  it('favors the center of 5.1 and leaves out its LFE, in both orders', () => {
    checkWeights([6, 'wave'], [front, front, 1, 0, 0.5, 0.5]);
    checkWeights([6, 'vorbis'], [front, 1, front, 0.5, 0.5, 0]);
    checkWeights([6, 'wave', 0x3f], [front, front, 1, 0, 0.5, 0.5]);
  });

  it('knows 7.1 in both orders', () => {
    checkWeights([8, 'wave'], [front, front, 1, 0, 0.5, 0.5, 0.5, 0.5]);
    checkWeights([8, 'vorbis'], [front, 1, front, 0.5, 0.5, 0.5, 0.5, 0]);
  });

  it('takes the order from a mask', () => {
    checkWeights([3, 'wave', 0x0b], [front, front, 0]);
    checkWeights([2, 'wave', 0x20004], [1, 0.5]);
  });

  it('counts channels evenly where they are no loudspeakers, too many, or all LFE', () => {
    checkWeights([6, 'wave', 0], [1, 1, 1, 1, 1, 1]);
    checkWeights([6, 'wave', 0x3], [1, 1, 1, 1, 1, 1]);
    checkWeights([12, 'wave'], Array<number>(12).fill(1));
    checkWeights([1, 'wave', 0x8], [1]);
  });
});

describe('mixing', () => {
  it('mixes planar and interleaved samples alike', () => {
    const weights = Float32Array.of(0.25, 0.75);
    const planar = mixToMono([Float32Array.of(1, 0, -1), Float32Array.of(0, 1, -1)], weights);
    expect([...planar]).toEqual([0.25, 0.75, -1]);
    expect(mixInterleavedToMono(Float32Array.of(1, 0, 0, 1, -1, -1), weights)).toEqual(planar);
  });

  it('keeps what two channels with crossed wires have in common', () => {
    const weights = monoWeights(2, 'wave');
    const left = Float32Array.of(0.5, -0.25, 0.125);
    const right = Float32Array.of(-0.5, 0.25, -0.126);
    expect(mixToMono([left, right], weights)).toEqual(left);
    expect(mixInterleavedToMono(Float32Array.of(0.5, -0.5, -0.25, 0.25, 0.125, -0.126), weights)).toEqual(
      left,
    );
    const silence = new Float32Array(3);
    expect(mixToMono([left, silence], weights)).toEqual(left.map((sample) => sample / 2));
    expect(mixToMono([silence, silence], weights)).toEqual(silence);
  });

  it('refuses what is not whole frames', () => {
    expect(() => mixInterleavedToMono(new Float32Array(3), new Float32Array(2))).toThrow(RangeError);
    expect(() => mixToMono([new Float32Array(3)], new Float32Array(2))).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PcmEncoding } from '../../server/src/audio/pcm.ts';
import { decodePcm, encodePcm16 } from '../../server/src/audio/pcm.ts';

function check(encoding: PcmEncoding, bytes: number[], expected: number[]): void {
  expect([...decodePcm(Uint8Array.from(bytes), encoding)]).toEqual(expected);
}

describe('decodePcm', () => {
  it('centers unsigned bytes', () => {
    check('uint8', [0, 64, 128, 192, 255], [-1, -0.5, 0, 0.5, 127 / 128]);
  });

  it('reads signed integers, little-endian', () => {
    check('int16', [0x00, 0x80, 0x00, 0xc0, 0xff, 0xff, 0x00, 0x40], [-1, -0.5, -1 / 32_768, 0.5]);
    check('int24', [0, 0, 0x80, 0, 0, 0xc0, 0xff, 0xff, 0xff, 0, 0, 0x40], [-1, -0.5, -(2 ** -23), 0.5]);
    check('int32', [0, 0, 0, 0x80, 0, 0, 0, 0xc0, 0, 0, 0, 0x40], [-1, -0.5, 0.5]);
  });

  it('reads floats as they are', () => {
    check('float32', [0, 0, 0, 0x3f, 0, 0, 0, 0xc0], [0.5, -2]);
    check('float64', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]);
    expect(decodePcm(Uint8Array.of(0, 0, 0xc0, 0x7f), 'float32')[0]).toBeNaN();
  });

  it('expands G.711: the codes of silence and of both limits', () => {
    check('mulaw', [0xff, 0x7f, 0x80, 0x00], [0, -0, 32_124 / 32_768, -32_124 / 32_768]);
    check('alaw', [0xd5, 0x55, 0xaa, 0x2a], [8 / 32_768, -8 / 32_768, 32_256 / 32_768, -32_256 / 32_768]);
  });

  it('refuses half a sample', () => {
    expect(() => decodePcm(new Uint8Array(5), 'int16')).toThrow(RangeError);
  });

  it('reads bytes that lie at an odd offset', () => {
    const bytes = Uint8Array.of(9, 0, 0, 0, 0x3f).subarray(1);
    expect([...decodePcm(bytes, 'float32')]).toEqual([0.5]);
  });
});

describe('encodePcm16', () => {
  it('gives every 16-bit sample back', () => {
    const all = Float32Array.from({ length: 65_536 }, (_, index) => (index - 32_768) / 32_768);
    expect(decodePcm(encodePcm16(all), 'int16')).toEqual(all);
  });

  it('is off by half a step at most, and holds what is too loud', () => {
    fc.assert(
      fc.property(fc.float({ min: -1, max: Math.fround(0.99996), noNaN: true }), (sample) => {
        const [back = NaN] = decodePcm(encodePcm16(Float32Array.of(sample)), 'int16');
        expect(Math.abs(back - sample)).toBeLessThanOrEqual(0.5 / 32_768);
      }),
    );
    const loud = decodePcm(encodePcm16(Float32Array.of(1, 7, -7, Infinity, -Infinity)), 'int16');
    expect([...loud]).toEqual([32_767 / 32_768, 32_767 / 32_768, -1, 32_767 / 32_768, -1]);
    expect([...encodePcm16(Float32Array.of(NaN))]).toEqual([0, 0]);
  });
});

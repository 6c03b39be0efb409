import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildWavHeader,
  maxWavDataBytes,
  parseChunkHeader,
  parseDataSize64,
  parseRiffHeader,
  parseWavFormat,
} from '../../server/src/audio/wav.ts';

describe('WAV headers', () => {
  it('reads back what it builds', () => {
    const header = buildWavHeader({ sampleRateHz: 24_000, channelCount: 1, dataBytes: 1000 });
    expect(parseRiffHeader(header)).toEqual({ id: 'RIFF', sizeBytes: 1036 });
    expect(parseChunkHeader(header.subarray(12))).toEqual({ id: 'fmt ', sizeBytes: 16 });
    expect(parseWavFormat(header.subarray(20, 36))).toEqual({
      encoding: 'int16',
      sampleRateHz: 24_000,
      channelCount: 1,
      frameBytes: 2,
      channelMask: null,
    });
    expect(parseChunkHeader(header.subarray(36))).toEqual({ id: 'data', sizeBytes: 1000 });
  });

  it('builds no header that its size fields cannot hold', () => {
    const format = { sampleRateHz: 24_000, channelCount: 1 };
    expect(parseRiffHeader(buildWavHeader({ ...format, dataBytes: maxWavDataBytes }))?.sizeBytes).toBe(
      0xffff_ffff,
    );
    expect(() => buildWavHeader({ ...format, dataBytes: maxWavDataBytes + 1 })).toThrow(RangeError);
  });

  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        parseRiffHeader(bytes);
        parseDataSize64(bytes);
        const format = parseWavFormat(bytes);
        if ('frameBytes' in format) expect(format.frameBytes).toBeGreaterThan(0);
      }),
    );
  });
});

import { expect, test } from 'vitest';
import type { GrowingSegment } from '../../../server/src/recognition/followSpeech.ts';
import { endpointingMs, followVoice } from '../../../server/src/recognition/dictation/endpointing.ts';

function growingTo(endMs: number): GrowingSegment {
  return {
    samplesStartMs: 0,
    startMs: 0,
    endMs,
    sampleCount: 0,
    readSamples: () => new Float32Array(0),
    speechMs: endMs,
    isCertain: true,
    voice: 'sounding',
  };
}

/** Speech up to 1000 ms, heard at 5000 ms of the clock in a chunk that goes on to 1200 ms. */
const voice = followVoice(null, { heardMs: 1200, ended: [], growing: growingTo(1000) }, 5000);

test.each([
  ['a chunk that ends after the speech was heard that much later', 1000, 1600, 5400, 600],
  ['a source that ends long after its last chunk', 1000, 1200, 8000, 3200],
  ['a segment that was cut inside of its speech', 700, 1200, 5000, 500],
])('%s', (_name, endMs, heardMs, nowMs, expected) => {
  const segment = growingTo(endMs);
  expect(endpointingMs(voice, { segment, heardMs, nowMs })).toBe(expected);
});

test('silence moves the last voice no further', () => {
  expect(followVoice(voice, { heardMs: 1500, ended: [], growing: growingTo(1000) }, 5300)).toBe(voice);
  expect(followVoice(voice, { heardMs: 1500, ended: [], growing: null }, 5300)).toBe(voice);
});

import { createLimiter, type Limiter } from '../audio/limiter.ts';

const lookAheadMs = 5;
const releaseMs = 50;

/** Keeps what is spoken, and the sounds beside it, under one ceiling: 0.98. */
export function createSpeechLimiter(sampleRateHz: number): Limiter {
  return createLimiter({
    ceiling: 0.98,
    lookAheadSamples: Math.round((sampleRateHz * lookAheadMs) / 1000),
    releaseSamples: Math.round((sampleRateHz * releaseMs) / 1000),
  });
}

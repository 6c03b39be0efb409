import { unknownUtterance, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import {
  voiceActivityFrameSamples,
  type VoiceActivityDetector,
} from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';

/** Each word is a quarter of a second of a tone. */
export const synthesizer: Synthesizer = {
  description: {
    engine: 'fake',
    model: 'fake-1',
    provider: 'cpu',
    sampleRateHz: 24_000,
    languages: ['en-US'],
  },
  synthesize: ({ text }) => {
    const found = [...text.matchAll(/\w+/g)];
    return Promise.resolve({
      samples: Float32Array.from({ length: found.length * 6000 }, (_, index) => Math.sin(index / 10) / 2),
      words: found.map((match, index) => ({
        text: match[0],
        startOffset: match.index,
        endOffset: match.index + match[0].length,
        startMs: index * 250,
        endMs: index * 250 + 250,
      })),
    });
  },
  dispose: () => Promise.resolve(),
};

/** Hears "hello" in everything. */
export const recognizer: Recognizer = {
  description: {
    engine: 'fake',
    model: 'fake-1',
    provider: 'cpu',
    languages: ['en'],
    maxUtteranceMs: 30_000,
  },
  recognize: () => Promise.resolve({ ...unknownUtterance, text: 'hello', language: 'en' }),
  dispose: () => Promise.resolve(),
};

/** Takes what is louder than -20 dB for speech. */
export const voiceActivity: VoiceActivityDetector = {
  detect: (samples) =>
    Promise.resolve({
      probabilities: Float32Array.from(
        { length: samples.length / voiceActivityFrameSamples },
        (_, frameIndex) => {
          const start = frameIndex * voiceActivityFrameSamples;
          const frame = samples.subarray(start, start + voiceActivityFrameSamples);
          return frame.some((sample) => Math.abs(sample) > 0.1) ? 1 : 0;
        },
      ),
      memory: new Float32Array(0),
    }),
  dispose: () => Promise.resolve(),
};

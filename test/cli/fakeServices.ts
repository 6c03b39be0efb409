import { tmpdir } from 'node:os';
import type { ModelSummary } from '../../protocol/models.ts';
import type { Voice } from '../../protocol/voices.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import {
  voiceActivityFrameSamples,
  type VoiceActivityDetector,
} from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import type { Services } from '../../server/src/services.ts';
import { createOwnSpeech, type SpeechAccess } from '../../server/src/speechAccess.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { SpeechError } from '../../protocol/errors.ts';

/** Services whose engines need no model: sound above a level is the word "hello", words are spoken as tones. */
export function fakeServices(overrides: Partial<Services> = {}): Services {
  const merged = { ...services, ...overrides };
  return { ...merged, ...createOwnSpeech(merged) };
}

function model(id: string, details: Partial<ModelSummary>): ModelSummary {
  return {
    id,
    title: id,
    state: 'notInstalled',
    bytes: 1_000_000,
    license: 'MIT',
    languages: ['en'],
    capabilities: [],
    isDefault: false,
    ...details,
  };
}

const models: readonly ModelSummary[] = [
  model('kokoro-82m', {
    title: 'Kokoro 82M',
    state: 'installed',
    bytes: 120_000_000,
    license: 'Apache-2.0',
    isDefault: true,
    capabilities: ['synthesis', 'wordTimes'],
  }),
  model('moonshine-tiny', { isDefault: true, capabilities: ['recognition'] }),
  model('espeak-ng', { title: 'eSpeak NG', license: 'GPL-3.0-or-later' }),
];

const voice: Voice = {
  id: 'af_heart',
  engine: 'fake',
  language: 'en-US',
  gender: 'female',
  state: 'installed',
};

const synthesizer: Synthesizer = {
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

const recognizer: Recognizer = {
  description: {
    engine: 'fake',
    model: 'fake-1',
    provider: 'cpu',
    languages: ['en'],
    maxUtteranceMs: 30_000,
  },
  recognize: () =>
    Promise.resolve({
      text: 'hello',
      language: 'en',
      emotion: null,
      events: null,
      words: null,
      confidence: null,
    }),
  dispose: () => Promise.resolve(),
};

const voiceActivity: VoiceActivityDetector = {
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

const services: Omit<Services, keyof SpeechAccess> = {
  cacheFolder: tmpdir(),
  listModels: () => Promise.resolve(models),
  requireModel: (id) => {
    if (!models.some((known) => known.id === id)) throw unknown('unknownModel', id, 'moonshine-tiny');
  },
  needsConsent: (id) => id === 'espeak-ng',
  pullModel: () => Promise.resolve(),
  verifyModel: () => Promise.resolve(),
  removeModel: () => Promise.resolve(),
  listVoices: () => Promise.resolve([voice]),
  requireVoice: (id) => {
    if (id !== voice.id) throw unknown('unknownVoice', id, voice.id);
  },
  requireInstalled: () => Promise.resolve(),
  synthesisEngine: () => 'fake',
  synthesisModels: () => ['kokoro-82m'],
  recognitionModels: (engine) => {
    if (engine !== 'moonshine') throw unknown('unknownModel', engine, 'moonshine');
    return ['moonshine-tiny'];
  },
  openSynthesis: () => Promise.resolve({ synthesizer, loadMs: 5 }),
  openRecognition: () => Promise.resolve({ recognizer, voiceActivity, loadMs: 5 }),
  probeProviders: () =>
    Promise.resolve([
      { provider: 'cpu', inBuild: true, ok: true, detail: 'ran a test graph', hint: null },
      { provider: 'webgpu', inBuild: true, ok: false, detail: 'no adapter', hint: 'Install a driver.' },
    ]),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

function unknown(code: 'unknownModel' | 'unknownVoice', id: string, nearest: string): SpeechError {
  return new SpeechError(code, { message: `There is no ${id}.`, hint: `Did you mean ${nearest}?` });
}

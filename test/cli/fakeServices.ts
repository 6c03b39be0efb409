import { tmpdir } from 'node:os';
import path from 'node:path';
import { SpeechError } from '../../protocol/errors.ts';
import type { ModelSummary } from '../../protocol/models.ts';
import type { Voice } from '../../protocol/voices.ts';
import type { Services } from '../../server/src/services.ts';
import { kokoroAbilities } from '../../server/src/synthesis/engines/kokoro/kokoroAbilities.ts';
import { createOwnSpeech, type SpeechAccess } from '../../server/src/access/speechAccess.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { recognizer, synthesizer, voiceActivity } from '../support/fakeEngines.ts';
import { noSoundCache } from '../support/noSoundCache.ts';

/** Services whose engines need no model: sound above a level is the word "hello", words are spoken as tones. */
export function fakeServices(overrides: Partial<Services> = {}): Services {
  const merged = { ...services, ...overrides };
  return { ...createOwnSpeech(merged, merged.sound), ...merged };
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
    requiresConsent: false,
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

const noSpeaker = new SpeechError('audioDeviceUnavailable', {
  message: 'There is no speaker.',
  hint: 'Write to a file.',
});

const services: Omit<Services, keyof SpeechAccess> = {
  cacheFolder: tmpdir(),
  soundCache: noSoundCache,
  daemon: {
    place: () => ({ address: '/run/aloud/v1.sock', tokenFile: '/run/aloud/v1.token' }),
    connect: () => Promise.resolve(null),
    connectOrLaunch: () => Promise.reject(new Error('This test starts no daemon.')),
  },
  sound: {
    listDevices: () => Promise.resolve({ microphones: [], speakers: [] }),
    requireSpeaker: () => Promise.reject(noSpeaker),
    openMicrophone: () => Promise.reject(new Error('This test has no microphone.')),
    player: {
      play: () => {
        throw noSpeaker;
      },
    },
  },
  listModels: () => Promise.resolve(models),
  requireModel: (id) => {
    if (!models.some((known) => known.id === id)) throw unknown('unknownModel', id, 'moonshine-tiny');
  },
  needsConsent: (id) => id === 'espeak-ng',
  modelNotes: (id) => (id === 'kokoro-82m' ? ['Kokoro by its makers.'] : []),
  pullModel: () => Promise.resolve(),
  verifyModel: () => Promise.resolve(model('kokoro-82m', { state: 'installed' })),
  removeModel: () => Promise.resolve(),
  listVoices: () => Promise.resolve([voice]),
  requireVoice: (id) =>
    id === voice.id ? Promise.resolve() : Promise.reject(unknown('unknownVoice', id, voice.id)),
  chooseVoice: ({ voice: named = voice.id }) =>
    named === voice.id ? Promise.resolve(named) : Promise.reject(unknown('unknownVoice', named, voice.id)),
  speakingEngine: (name) => (name === 'fake' || name === 'kokoro-82m' ? 'fake' : null),
  isPresetVoice: (id) => id === voice.id,
  enrollmentModels: [],
  voices: openVoiceLibrary(path.join(tmpdir(), 'aloud-no-voices')),
  enrollClips: () => Promise.resolve([]),
  requireInstalled: () => Promise.resolve(),
  findUnspoken: () => Promise.resolve(null),
  synthesisEngine: () => 'fake',
  voiceAbilities: () => kokoroAbilities,
  synthesisModels: () => ['kokoro-82m'],
  soundSources: () => ['kokoro-82m'],
  recognitionModels: (engine) => {
    if (engine !== 'moonshine') throw unknown('unknownModel', engine, 'moonshine');
    return ['moonshine-tiny'];
  },
  chooseRecognition: ({ engine = 'moonshine' }) => {
    if (engine === 'moonshine' || engine === 'moonshine-tiny')
      return Promise.resolve({ engine: 'moonshine', missing: null });
    return Promise.reject(unknown('unknownModel', engine, 'moonshine'));
  },
  openSynthesis: () => Promise.resolve({ synthesizer, loadMs: 5 }),
  openRecognition: () => Promise.resolve({ recognizer, voiceActivity, loadMs: 5 }),
  probeProviders: () =>
    Promise.resolve([
      { provider: 'cpu', inBuild: true, ok: true, detail: 'ran a test graph', hint: null },
      { provider: 'webgpu', inBuild: true, ok: false, detail: 'no adapter', hint: 'Install a driver.' },
    ]),
  readRefusals: () => Promise.resolve(() => null),
  readScriptKnowledge: () =>
    Promise.resolve({
      voices: [voice],
      abilities: new Map(),
      defaultVoice: voice.id,
      isKnownWord: () => true,
      refuseText: () => null,
    }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

function unknown(code: 'unknownModel' | 'unknownVoice', id: string, nearest: string): SpeechError {
  return new SpeechError(code, { message: `There is no ${id}.`, hint: `Did you mean ${nearest}?` });
}

import type { SpeechServices } from '../../server/src/handlers/speechServices.ts';
import { fakeServices } from '../cli/fakeServices.ts';
import { recognizer, synthesizer, voiceActivity } from '../support/fakeEngines.ts';
import { noHistory } from '../support/noHistory.ts';
import { noSoundCache } from '../support/noSoundCache.ts';

/** What a test replaces of the services, part by part. */
export interface SpeechServicesOverrides {
  readonly engines?: Partial<SpeechServices['engines']>;
  readonly library?: Partial<SpeechServices['library']>;
  readonly sound?: Partial<SpeechServices['sound']>;
  readonly soundCache?: SpeechServices['soundCache'];
  readonly history?: SpeechServices['history'];
  readonly voices?: SpeechServices['voices'];
  readonly daemon?: Partial<SpeechServices['daemon']>;
}

const release = () => Promise.resolve();

/** Services whose engines need no model; there is no sound device. */
export function fakeSpeechServices(overrides: SpeechServicesOverrides = {}): SpeechServices {
  const noDevice = () => {
    throw new Error('This test has no sound device.');
  };
  return {
    library: { ...fakeServices(), ...overrides.library },
    engines: {
      openRecognition: () =>
        Promise.resolve({ recognizer, voiceActivity, loadMs: 0, [Symbol.asyncDispose]: release }),
      openSynthesis: () => Promise.resolve({ synthesizer, loadMs: 0, [Symbol.asyncDispose]: release }),
      enrollClips: () => Promise.resolve([]),
      holdBackground: () => ({ [Symbol.dispose]: () => undefined }),
      pool: {
        load: () => Promise.resolve(310),
        unload: () => Promise.resolve(),
        invalidate: () => undefined,
        applyKeepAlive: () => undefined,
        leaseCount: () => 0,
      },
      ...overrides.engines,
    },
    sound: {
      listDevices: () => Promise.resolve({ microphones: [], speakers: [] }),
      openMicrophone: noDevice,
      player: { play: noDevice },
      ...overrides.sound,
    },
    soundCache: overrides.soundCache ?? noSoundCache,
    history: overrides.history ?? noHistory,
    voices: overrides.voices ?? fakeServices().voices,
    daemon: {
      status: () => ({
        version: '0.1.0',
        pid: 1,
        address: '/tmp/aloud/v1.sock',
        uptimeMs: 1000,
        connections: 1,
        engines: [],
        queue: [],
        memoryBytes: 1,
        logFile: null,
        http: null,
      }),
      shutdown: () => undefined,
      ...overrides.daemon,
    },
  };
}

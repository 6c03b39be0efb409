import type { SoundDevice } from '../../server/src/devices/soundDevices.ts';
import type { CaptureListener, SoundSystem } from '../../server/src/devices/soundSystem.ts';

/** Devices that record and play what a test tells them to. */
export interface FakeSoundSystem extends SoundSystem {
  /** What was done, in order. */
  readonly events: readonly string[];
  /** Records on every microphone that is open. */
  record(samples: Float32Array): void;
  failMicrophones(failure: Error): void;
  /** Speakers play silence, or have failed. */
  setOutput(state: { readonly silentSamples?: number; readonly isPlaying?: boolean }): void;
  /** The next call waits for it. */
  holdNext(until: Promise<void>): void;
  /** The next call throws it. */
  failNext(failure: Error): void;
}

export const fakeDevice: SoundDevice = {
  id: 'fake:1',
  name: 'Fake',
  isDefault: true,
  channelCount: 1,
  sampleRateHz: 48_000,
};

export function createFakeSoundSystem(): FakeSoundSystem {
  const events: string[] = [];
  const listeners = new Set<CaptureListener>();
  let output = { silentSamples: 0, isPlaying: true };
  let held = Promise.resolve();
  let refusal: Error | null = null;

  async function begin(event: string): Promise<void> {
    events.push(event);
    const wait = held;
    held = Promise.resolve();
    await wait;
    const failure = refusal;
    refusal = null;
    if (failure !== null) throw failure;
  }

  return {
    events,
    record: (samples) => {
      for (const listener of listeners) listener.onSamples(samples);
    },
    failMicrophones: (failure) => {
      for (const listener of listeners) listener.onFailure(failure);
    },
    setOutput: (state) => (output = { ...output, ...state }),
    holdNext: (until) => {
      held = until;
    },
    failNext: (failure) => (refusal = failure),
    async listDevices() {
      await begin('list');
      return { microphones: [fakeDevice], speakers: [fakeDevice] };
    },
    async openCapture({ device }) {
      await begin(`record ${device.id}`);
      let current: CaptureListener | null = null;
      return {
        name: device.name,
        sampleRateHz: device.sampleRateHz,
        start(listener) {
          current = listener;
          listeners.add(listener);
        },
        stop() {
          events.push('microphone stopped');
          if (current !== null) listeners.delete(current);
        },
      };
    },
    async startOutput({ isDefault }, first) {
      await begin(`play ${isDefault ? 'default' : 'chosen'} ${first.length}`);
      return {
        async write(samples) {
          await begin(`write ${samples.length}`);
          return output.silentSamples;
        },
        waitingSamples: () => 0,
        silentSamples: () => output.silentSamples,
        isPlaying: () => output.isPlaying,
        stop: () => void events.push('speaker stopped'),
      };
    },
  };
}

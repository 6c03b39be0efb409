import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice } from './soundDevices.ts';
import type { SoundSystem } from './soundSystem.ts';

/** A speaker that can be started any number of times, one stream after the other. */
export interface OutputDevice {
  readonly name: string;
  readonly sampleRateHz: number;
  /**
   * Starts the device with its first samples. It takes more than one buffer at once: what is not there by then is
   * played as silence.
   *
   * @throws SpeechError audioDeviceUnavailable, deviceBusy
   */
  start(first: Float32Array): Promise<OutputStream>;
}

/** A device that is playing: what it was given, and silence where it was given nothing. */
export interface OutputStream {
  /**
   * Hands mono samples over, and waits until some 100 ms or less of what was given wait to be taken. One call at a
   * time. Where the device plays silence it takes them at once, however many.
   *
   * @returns samples of silence played before these
   * @throws what the library threw when the device failed or was stopped
   */
  write(samples: Float32Array): Promise<number>;
  /** Samples that waited to be taken when the last `write` returned, or more. */
  waitingSamples(): number;
  /** Samples of silence played because nothing was there. */
  silentSamples(): number;
  /** False after a failure. */
  isPlaying(): boolean;
  /** Silent at once: what is queued is dropped, the device released. Throws nothing. */
  stop(): void;
}

/** @throws SpeechError audioDeviceUnavailable where there is no such device */
export async function openOutputDevice(
  system: SoundSystem,
  wanted: string | undefined,
): Promise<OutputDevice> {
  const device = chooseDevice('speaker', (await system.listDevices()).speakers, wanted);
  const choice = { device, isDefault: wanted === undefined };
  return {
    name: device.name,
    sampleRateHz: device.sampleRateHz,
    start: async (first) => {
      try {
        return await system.startOutput(choice, first);
      } catch (failure) {
        throw toDeviceError('speaker', device.name, failure);
      }
    },
  };
}

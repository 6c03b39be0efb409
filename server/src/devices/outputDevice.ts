import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice } from './soundDevices.ts';
import type { OutputStream, SoundSystem } from './soundSystem.ts';

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

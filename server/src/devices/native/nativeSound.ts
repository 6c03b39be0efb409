import type { SoundDevice, SoundDevices } from '../soundDevices.ts';
import type { SoundSystem } from '../soundSystem.ts';
import { openNativeCapture } from './nativeCapture.ts';
import { startNativeOutput } from './nativeOutput.ts';
import { loadSoundLibrary } from './soundLibrary.ts';

/** The sound library in this process, which it may take with it when it crashes. */
export const nativeSound: SoundSystem = {
  listDevices,
  openCapture: openNativeCapture,
  startOutput: async (choice, first) => startNativeOutput(await loadSoundLibrary(), choice, first),
};

/** Takes some 30 ms, in which nothing else runs. */
async function listDevices(): Promise<SoundDevices> {
  const { Microphone, Speaker } = await loadSoundLibrary();
  return {
    microphones: realDevices(
      Microphone.devices().map((device) => ({ ...device, channelCount: device.maxInputChannels })),
    ),
    speakers: realDevices(
      Speaker.devices().map((device) => ({ ...device, channelCount: device.maxOutputChannels })),
    ),
  };
}

interface ListedDevice {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly channelCount: number;
  readonly defaultSampleRate: number;
}

/**
 * ALSA always lists its null device, which discards what it plays and records silence, and plugins that are no
 * devices and have no channels.
 */
function realDevices(devices: readonly ListedDevice[]): SoundDevice[] {
  return devices
    .filter(({ id, channelCount }) => id !== 'alsa:null' && channelCount > 0)
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .map(({ id, name, isDefault, channelCount, defaultSampleRate }) => ({
      id,
      name,
      isDefault,
      channelCount,
      sampleRateHz: defaultSampleRate,
    }));
}

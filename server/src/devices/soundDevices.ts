import type * as decibri from 'decibri';
import { SpeechError } from '../../../protocol/errors.ts';

type Decibri = typeof decibri;

/** Names of the devices that make or take real sound, the default one first. */
export interface SoundDevices {
  readonly microphones: readonly string[];
  readonly speakers: readonly string[];
}

/** @throws SpeechError audioDeviceUnavailable where the sound library does not load on this machine */
export async function listSoundDevices(): Promise<SoundDevices> {
  const { Microphone, Speaker } = await loadDecibri();
  return { microphones: realNames(Microphone.devices()), speakers: realNames(Speaker.devices()) };
}

/** Loaded on first use: a command without sound does not need it, and not every platform has its binary. */
export async function loadDecibri(): Promise<Decibri> {
  try {
    return await import('decibri');
  } catch (cause) {
    throw new SpeechError('audioDeviceUnavailable', {
      message: 'The sound library does not load on this machine.',
      hint: 'Write to a file instead: --out FILE.wav.',
      cause,
    });
  }
}

interface ListedDevice {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

/** ALSA always lists its null device, which discards what it plays and records silence. */
function realNames(devices: readonly ListedDevice[]): string[] {
  return devices
    .filter(({ id }) => id !== 'alsa:null')
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .map(({ name }) => name);
}

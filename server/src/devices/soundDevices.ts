import { SpeechError } from '../../../protocol/errors.ts';
import { nearestNames } from '../text/nearestNames.ts';

export type DeviceKind = 'microphone' | 'speaker';

/** A device that makes or takes real sound. */
export interface SoundDevice {
  /** The same for the same device after a restart, such as `alsa:default`. */
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly channelCount: number;
  /** The rate it works at by itself. */
  readonly sampleRateHz: number;
}

export interface SoundDevices {
  readonly microphones: readonly SoundDevice[];
  readonly speakers: readonly SoundDevice[];
}

/**
 * Chooses among devices.
 *
 * @param wanted  an id, a name or a part of one, in any case; absent: the system's default device
 * @throws SpeechError audioDeviceUnavailable when there is none, naming the nearest; invalidInput when the part of a
 *         name fits several
 */
export function chooseDevice(
  kind: DeviceKind,
  devices: readonly SoundDevice[],
  wanted?: string,
): SoundDevice {
  const [first] = devices;
  if (first === undefined) throw noDevice(kind);
  if (wanted === undefined) return devices.find(({ isDefault }) => isDefault) ?? first;
  const lower = wanted.toLowerCase();
  const exact = devices.find(({ id, name }) => id === wanted || name.toLowerCase() === lower);
  if (exact !== undefined) return exact;
  const [found, ...others] = devices.filter(({ name }) => name.toLowerCase().includes(lower));
  if (found === undefined) throw unknownDevice(kind, devices, wanted);
  if (others.length > 0) throw ambiguousDevice(kind, wanted, [found, ...others]);
  return found;
}

function noDevice(kind: DeviceKind): SpeechError {
  return new SpeechError('audioDeviceUnavailable', {
    message: `There is no ${kind}.`,
    hint: `Connect one${kind === 'speaker' ? ', or write to a file: --out FILE.wav' : ''}.`,
  });
}

function unknownDevice(kind: DeviceKind, devices: readonly SoundDevice[], wanted: string): SpeechError {
  const names = devices.map(({ name }) => name);
  const near = nearestNames(wanted, names);
  return new SpeechError('audioDeviceUnavailable', {
    message: `There is no ${kind} "${wanted}".`,
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There is: ${names.join(', ')}.`,
  });
}

function ambiguousDevice(kind: DeviceKind, wanted: string, found: readonly SoundDevice[]): SpeechError {
  return new SpeechError('invalidInput', {
    message: `"${wanted}" is a part of the name of several devices.`,
    hint: `Name one ${kind}: ${found.map(({ name }) => name).join(', ')}.`,
  });
}

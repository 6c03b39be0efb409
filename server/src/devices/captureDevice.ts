import { untilAborted } from '../untilAborted.ts';
import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice } from './soundDevices.ts';
import type { SoundSystem } from './soundSystem.ts';

/** A device that is recording. */
export interface CaptureDevice {
  readonly name: string;
  readonly sampleRateHz: number;
  /** Records from now on, until it fails or is stopped; called once. */
  start(listener: CaptureListener): void;
  /** Releases the device; what it still held may come before it returns, nothing after. Throws nothing. */
  stop(): void;
}

export interface CaptureListener {
  /** Mono at the rate of the device; the array is the listener's to keep. */
  onSamples(samples: Float32Array): void;
  /** Nothing comes after. */
  onFailure(failure: unknown): void;
}

export interface CaptureWish {
  readonly system: SoundSystem;
  /** Id, name or part of the name; absent: the system's default. */
  readonly device: string | undefined;
}

/**
 * Opens a microphone at its own rate.
 *
 * @param signal  an abort rejects with its reason, and releases the device
 * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
 */
export async function openCaptureDevice(
  { system, device: wanted }: CaptureWish,
  signal: AbortSignal,
): Promise<CaptureDevice> {
  const { microphones } = await untilAborted(system.listDevices(), signal);
  const device = chooseDevice('microphone', microphones, wanted);
  try {
    return await system.openCapture({ device, isDefault: wanted === undefined }, signal);
  } catch (failure) {
    signal.throwIfAborted();
    throw toDeviceError('microphone', device.name, failure);
  }
}

/** What a capture gave before its listener came, in order. */
export interface EarlyCapture extends CaptureListener {
  /** Hands everything on to a listener, also what is there already. */
  start(listener: CaptureListener): void;
}

export function createEarlyCapture(): EarlyCapture {
  const early: Float32Array[] = [];
  const failures: unknown[] = [];
  let listener: CaptureListener = {
    onSamples: (samples) => void early.push(samples),
    onFailure: (failure) => void failures.push(failure),
  };
  return {
    onSamples: (samples) => {
      listener.onSamples(samples);
    },
    onFailure: (failure) => {
      listener.onFailure(failure);
    },
    start(next) {
      listener = next;
      for (const samples of early.splice(0)) next.onSamples(samples);
      for (const failure of failures.splice(0)) next.onFailure(failure);
    },
  };
}

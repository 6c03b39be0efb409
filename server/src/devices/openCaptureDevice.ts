import { untilAborted } from '../cancellation/untilAborted.ts';
import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice } from './soundDevices.ts';
import type { CaptureDevice, SoundSystem } from './soundSystem.ts';

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

export interface CaptureWish {
  readonly system: SoundSystem;
  /** Id, name or part of the name; absent: the system's default. */
  readonly device: string | undefined;
}

import type { CaptureDevice } from './captureDevice.ts';
import type { OutputStream } from './outputDevice.ts';
import type { SoundDevice, SoundDevices } from './soundDevices.ts';

/** Whatever has the devices: the sound library in its own process, a connection to that process everywhere else. */
export interface SoundSystem {
  /**
   * All devices of this moment, the default ones first.
   *
   * @throws SpeechError audioDeviceUnavailable where the sound library does not load, or its process fails
   */
  listDevices(): Promise<SoundDevices>;
  /**
   * Opens a microphone at its own rate.
   *
   * @param signal  an abort rejects with its reason, and releases the device
   * @throws what the library threw, for `toDeviceError`; SpeechError as `listDevices`
   */
  openCapture(choice: DeviceChoice, signal: AbortSignal): Promise<CaptureDevice>;
  /**
   * Starts a speaker at its own rate with its first samples, mono.
   *
   * @throws as `openCapture`
   */
  startOutput(choice: DeviceChoice, first: Float32Array): Promise<OutputStream>;
}

export interface DeviceChoice {
  readonly device: SoundDevice;
  /** The system's own choice of a default may move to another device while it is used; a device of ours may not. */
  readonly isDefault: boolean;
}

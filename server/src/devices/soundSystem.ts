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

import { setTimeout as delay } from 'node:timers/promises';
import type { Microphone as NativeMicrophone } from 'decibri';
import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice, listSoundDevices } from './soundDevices.ts';
import { loadSoundLibrary } from './soundLibrary.ts';
import { stopQuietly } from './stopQuietly.ts';

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

/**
 * Opens a microphone at its own rate.
 *
 * @param signal  an abort rejects with its reason, and releases the device
 * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
 */
export async function openCaptureDevice(
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<CaptureDevice> {
  const { Microphone } = await loadSoundLibrary();
  const device = chooseDevice('microphone', (await listSoundDevices()).microphones, wanted);
  const { name, sampleRateHz } = device;
  try {
    const native = await Microphone.open({
      sampleRate: sampleRateHz,
      channels: 1,
      dtype: 'float32',
      framesPerBuffer: Math.round((sampleRateHz * chunkMs) / 1000),
      // The system's own choice of a default may move to another device while it is used; a device of ours may not.
      ...(wanted !== undefined && { device: { id: device.id } }),
    });
    return await startCapture(native, { name, sampleRateHz, limitMs: openLimitMs }, signal);
  } catch (failure) {
    signal.throwIfAborted();
    throw toDeviceError('microphone', name, failure);
  }
}

const chunkMs = 20;
const openLimitMs = 5_000;
const openPollMs = 5;

export interface CaptureOptions {
  readonly name: string;
  readonly sampleRateHz: number;
  /** A driver that has not started the device by then hangs. */
  readonly limitMs: number;
}

/** The library opens the device only when it is read, and tells only then what was refused. */
export async function startCapture(
  native: NativeMicrophone,
  { name, sampleRateHz, limitMs }: CaptureOptions,
  signal: AbortSignal,
): Promise<CaptureDevice> {
  const early: Float32Array[] = [];
  const failures: unknown[] = [];
  let listener: CaptureListener = {
    onSamples: (samples) => void early.push(samples),
    onFailure: (failure) => void failures.push(failure),
  };
  native.on('data', (bytes) => {
    listener.onSamples(toSamples(bytes));
  });
  native.on('error', (failure) => {
    stopNative(native);
    listener.onFailure(failure);
  });
  const endMs = performance.now() + limitMs;
  while (!native.isOpen && failures.length === 0) {
    if (signal.aborted || performance.now() > endMs) {
      stopNative(native);
      signal.throwIfAborted();
      throw new Error(`The device has not started within ${limitMs} ms.`);
    }
    await delay(openPollMs);
  }
  if (failures.length > 0) throw failures[0] as Error;
  return {
    name,
    sampleRateHz,
    start(next) {
      listener = next;
      for (const samples of early.splice(0)) next.onSamples(samples);
      for (const failure of failures) next.onFailure(failure);
    },
    stop: () => {
      stopNative(native);
    },
  };
}

/**
 * After a failure the library's own `stop` does nothing, and the thread of the lost device goes round without rest
 * and writes each round to standard error; only the native handle ends it.
 */
function stopNative(native: NativeMicrophone): void {
  stopQuietly(() => {
    native.stop();
  });
  stopQuietly(() => {
    (native as unknown as { readonly _native: { stop(): void } })._native.stop();
  });
}

function toSamples(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(samples.buffer).set(bytes);
  return samples;
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Microphone as NativeMicrophone } from 'decibri';
import { createEarlyCapture } from '../earlyCapture.ts';
import type { CaptureDevice, DeviceChoice } from '../soundSystem.ts';
import { loadSoundLibrary } from './soundLibrary.ts';
import { stopQuietly } from './stopQuietly.ts';

/** As `SoundSystem.openCapture`, with the sound library of this process. */
export async function openNativeCapture(
  { device, isDefault }: DeviceChoice,
  signal: AbortSignal,
): Promise<CaptureDevice> {
  const { Microphone } = await loadSoundLibrary();
  const { id, name, sampleRateHz } = device;
  const native = await Microphone.open({
    sampleRate: sampleRateHz,
    channels: 1,
    dtype: 'float32',
    framesPerBuffer: Math.round((sampleRateHz * chunkMs) / 1000),
    ...(!isDefault && { device: { id } }),
  });
  return startCapture(native, { name, sampleRateHz, limitMs: openLimitMs }, signal);
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
  const early = createEarlyCapture();
  const failures: unknown[] = [];
  native.on('data', (bytes) => {
    early.onSamples(toSamples(bytes));
  });
  native.on('error', (failure) => {
    stopNative(native);
    failures.push(failure);
    early.onFailure(failure);
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
    start: (listener) => {
      early.start(listener);
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

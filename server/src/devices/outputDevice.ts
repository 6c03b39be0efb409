import type { Speaker as NativeSpeaker } from 'decibri';
import { toDeviceError } from './deviceErrors.ts';
import { chooseDevice, listSoundDevices, type SoundDevice } from './soundDevices.ts';
import { loadSoundLibrary, type SoundLibrary } from './soundLibrary.ts';
import { stopQuietly } from './stopQuietly.ts';

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

/** A device that is playing: what it was given, and silence where it was given nothing. */
export interface OutputStream {
  /**
   * Hands mono samples over; the device keeps the last `queuedWrites` of them waiting and each further one lets this
   * wait until the oldest is taken. One call at a time.
   *
   * @throws what the library threw when the device failed or was stopped
   */
  write(samples: Float32Array): Promise<void>;
  /** Samples of silence played because nothing was there. */
  silentSamples(): number;
  /** False after a failure. */
  isPlaying(): boolean;
  /** Silent at once: what is queued is dropped, the device released. Throws nothing. */
  stop(): void;
}

/** The library's queue holds this many writes, of any length. */
export const queuedWrites = 32;

/** @throws SpeechError audioDeviceUnavailable where there is no such device */
export async function openOutputDevice(wanted: string | undefined): Promise<OutputDevice> {
  const library = await loadSoundLibrary();
  const device = chooseDevice('speaker', (await listSoundDevices()).speakers, wanted);
  return {
    name: device.name,
    sampleRateHz: device.sampleRateHz,
    start: async (first) => {
      try {
        return await startOutput(library, { device, isDefault: wanted === undefined }, first);
      } catch (failure) {
        throw toDeviceError('speaker', device.name, failure);
      }
    },
  };
}

export interface Output {
  readonly device: SoundDevice;
  /** The system's own choice of a default may move to another device while it is used; a device of ours may not. */
  readonly isDefault: boolean;
}

/** Some devices take only as many channels as they have. */
export async function startOutput(
  library: Pick<SoundLibrary, 'Speaker'>,
  output: Output,
  first: Float32Array,
): Promise<OutputStream> {
  try {
    return await startWithChannels(library, { ...output, channelCount: 1 }, first);
  } catch (failure) {
    const { channelCount } = output.device;
    if (channelCount === 1) throw failure;
    return startWithChannels(library, { ...output, channelCount }, first);
  }
}

async function startWithChannels(
  { Speaker }: Pick<SoundLibrary, 'Speaker'>,
  { device, isDefault, channelCount }: Output & { readonly channelCount: number },
  first: Float32Array,
): Promise<OutputStream> {
  const native = await Speaker.open({
    sampleRate: device.sampleRateHz,
    channels: channelCount,
    dtype: 'float32',
    ...(!isDefault && { device: { id: device.id } }),
  });
  // The stream interface is not used; its errors reach us through the rejected calls.
  native.on('error', () => undefined);
  const stream = toOutputStream(native, channelCount);
  try {
    await stream.write(first);
    return stream;
  } catch (failure) {
    // It would hold the device that is tried again.
    stream.stop();
    throw failure;
  }
}

function toOutputStream(native: NativeSpeaker, channelCount: number): OutputStream {
  return {
    write: (samples) => native.writeAsync(toBytes(samples, channelCount)),
    silentSamples: () => native.underrunCount / channelCount,
    isPlaying: () => native.isPlaying,
    stop: () => {
      stopQuietly(() => {
        native.stop();
      });
    },
  };
}

function toBytes(samples: Float32Array, channelCount: number): Buffer {
  const frames = channelCount === 1 ? samples : new Float32Array(samples.length * channelCount);
  if (channelCount > 1)
    samples.forEach((sample, at) => frames.fill(sample, at * channelCount, (at + 1) * channelCount));
  return Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength);
}

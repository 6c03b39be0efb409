import type { Speaker as NativeSpeaker } from 'decibri';
import type { OutputStream } from '../outputDevice.ts';
import type { DeviceChoice } from '../soundSystem.ts';
import type { SoundLibrary } from './soundLibrary.ts';
import { stopQuietly } from './stopQuietly.ts';

/** As `SoundSystem.startOutput`. Some devices take only as many channels as they have. */
export async function startNativeOutput(
  library: Pick<SoundLibrary, 'Speaker'>,
  choice: DeviceChoice,
  first: Float32Array,
): Promise<OutputStream> {
  try {
    return await startWithChannels(library, { ...choice, channelCount: 1 }, first);
  } catch (failure) {
    const { channelCount } = choice.device;
    if (channelCount === 1) throw failure;
    return startWithChannels(library, { ...choice, channelCount }, first);
  }
}

async function startWithChannels(
  { Speaker }: Pick<SoundLibrary, 'Speaker'>,
  { device, isDefault, channelCount }: DeviceChoice & { readonly channelCount: number },
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

import type { Speaker as NativeSpeaker } from 'decibri';
import type { SoundDevice } from '../soundDevices.ts';
import type { DeviceChoice, OutputStream } from '../soundSystem.ts';
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
  const stream = createStream(native, { channelCount, pieceCount: toPieceCount(device) });
  try {
    await stream.write(first);
    return stream;
  } catch (failure) {
    // It would hold the device that is tried again.
    stream.stop();
    throw failure;
  }
}

/** The library's queue holds this many writes, of any length. */
const queuedWrites = 32;
/** With those, enough for a busy moment of this process, and little enough to change soon. */
const pieceMs = 3;

const toPieceCount = ({ sampleRateHz }: SoundDevice): number => Math.ceil((sampleRateHz * pieceMs) / 1000);

interface StreamShape {
  readonly channelCount: number;
  /** Samples of one write of the library. */
  readonly pieceCount: number;
}

function createStream(native: NativeSpeaker, { channelCount, pieceCount }: StreamShape): OutputStream {
  const queued: number[] = [];
  let lastSilent = -1;
  const silentSamples = (): number => native.underrunCount / channelCount;

  async function hand(piece: Float32Array): Promise<void> {
    const isFirst = queued.length === 0;
    queued.push(piece.length);
    if (queued.length > queuedWrites) queued.shift();
    const bytes = toBytes(piece, channelCount);
    await (isFirst ? writeAtOnce(native, bytes) : native.writeAsync(bytes));
  }

  return {
    async write(samples) {
      const silentBefore = silentSamples();
      const isDry = silentBefore > lastSilent;
      lastSilent = silentBefore;
      const length = isDry ? samples.length : pieceCount;
      for (let start = 0; start < samples.length; start += length)
        await hand(samples.subarray(start, start + length));
      return silentBefore;
    },
    waitingSamples: () => queued.reduce((sum, count) => sum + count, 0),
    silentSamples,
    isPlaying: () => native.isPlaying,
    stop: () => {
      stopQuietly(() => {
        native.stop();
      });
    },
  };
}

/**
 * The device plays as soon as it is open, and takes two buffers of silence where it was given nothing by then. It opens
 * with its first samples: these are handed over by this thread, in the same call. Another thread would come too late,
 * so that 20 to 40 ms of silence are heard before them.
 */
function writeAtOnce(native: NativeSpeaker, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    native.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function toBytes(samples: Float32Array, channelCount: number): Buffer {
  const frames = channelCount === 1 ? samples : new Float32Array(samples.length * channelCount);
  if (channelCount > 1)
    samples.forEach((sample, at) => frames.fill(sample, at * channelCount, (at + 1) * channelCount));
  return Buffer.from(frames.buffer, frames.byteOffset, frames.byteLength);
}

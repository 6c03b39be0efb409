import { SpeechError } from '../../../protocol/errors.ts';
import { listSoundDevices, loadDecibri } from './soundDevices.ts';

/** Sound on its way to a speaker. */
export interface PlayableChunk {
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** The default output device. */
export interface Speaker {
  /**
   * Plays chunks as they come, all of one sample rate, and returns when the last one was heard. An abort falls
   * silent at once.
   *
   * @throws SpeechError audioDeviceUnavailable
   */
  play(chunks: AsyncIterable<PlayableChunk>, signal: AbortSignal): Promise<void>;
}

/** @throws SpeechError audioDeviceUnavailable where there is no device to play on */
export async function openSpeaker(): Promise<Speaker> {
  const { speakers } = await listSoundDevices();
  if (speakers.length === 0) throw unavailable();
  return { play };
}

/** An abort waits at most this long for the device to take what it was given. */
const pieceMs = 100;

async function play(chunks: AsyncIterable<PlayableChunk>, signal: AbortSignal): Promise<void> {
  let device: Device | null = null;
  try {
    for await (const { samples, sampleRateHz } of chunks) {
      device ??= await openDevice(sampleRateHz);
      const pieceSamples = Math.ceil((sampleRateHz * pieceMs) / 1000);
      for (let start = 0; start < samples.length; start += pieceSamples) {
        signal.throwIfAborted();
        await device.write(samples.subarray(start, start + pieceSamples));
      }
    }
    await device?.drain(signal);
  } finally {
    device?.stop();
  }
}

interface Device {
  write(samples: Float32Array): Promise<void>;
  drain(signal: AbortSignal): Promise<void>;
  stop(): void;
}

async function openDevice(sampleRateHz: number): Promise<Device> {
  const { Speaker: NativeSpeaker } = await loadDecibri();
  try {
    const native = await NativeSpeaker.open({ sampleRate: sampleRateHz, channels: 1, dtype: 'float32' });
    // The stream interface is not used; its errors reach us through the rejected calls.
    native.on('error', () => undefined);
    return {
      write: (samples) =>
        translate(() =>
          native.writeAsync(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)),
        ),
      drain: async (signal) => {
        const stop = (): void => {
          native.stop();
        };
        signal.addEventListener('abort', stop, { once: true });
        try {
          await translate(() => native.drainAsync());
        } finally {
          signal.removeEventListener('abort', stop);
          signal.throwIfAborted();
        }
      },
      stop: () => {
        native.stop();
      },
    };
  } catch (cause) {
    throw unavailable(cause);
  }
}

async function translate(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause?: unknown): SpeechError {
  return new SpeechError('audioDeviceUnavailable', {
    message: 'There is no sound device to play on.',
    hint: 'Connect one, or write to a file: --out FILE.wav.',
    cause,
  });
}

import { createResampler } from '../audio/resample.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { measureLevel, type Level } from '../audio/level.ts';
import { openCaptureDevice } from './openCaptureDevice.ts';
import { systemClock, type Ticking } from '../system/clock.ts';
import { lostDevice, toDeviceError } from './deviceErrors.ts';
import type { CaptureDevice, SoundSystem } from './soundSystem.ts';

/**
 * Sound as it is recorded, mono at 16 kHz in chunks of some 20 ms, read once. Reading on after the last chunk throws
 *
 * - the signal's reason after an abort, at once,
 * - SpeechError audioDeviceUnavailable when the device was unplugged or fell silent for 2 s,
 * - SpeechError busy when nobody read for 30 s,
 *
 * the last two after everything that was heard before; it just ends after `stop`. Who stops reading (`break`)
 * releases the device.
 */
export interface Microphone extends AsyncIterable<Float32Array> {
  readonly deviceName: string;
  /** Ends the recording and releases the device; what was heard by now can still be read. */
  readonly stop: () => void;
}

export interface MicrophoneOptions {
  /** Id, name or part of the name; absent: the system's default. */
  readonly device?: string;
  /** Told how loud it is, at most every 50 ms, for the stretch since the last time; also while nobody reads. */
  readonly onLevel?: (level: Level) => void;
  /** Aborted when no more is to be heard: the recording ends with what was said by then. */
  readonly stop?: AbortSignal;
}

export const microphoneRateHz = 16_000;

/**
 * Starts to record.
 *
 * @param signal  an abort releases the device
 * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
 */
export async function openMicrophone(
  system: SoundSystem,
  options: MicrophoneOptions,
  signal: AbortSignal,
): Promise<Microphone> {
  signal.throwIfAborted();
  const device = await openCaptureDevice({ system, device: options.device }, signal);
  if (signal.aborted) device.stop();
  signal.throwIfAborted();
  const { stop, ...listening } = options;
  const microphone = createMicrophone(device, { ...listening, clock: systemClock }, signal);
  stop?.addEventListener('abort', () => setTimeout(microphone.stop, deviceDelayMs), { once: true });
  // Stopped while it was opened: nothing of it was meant.
  if (stop?.aborted === true) microphone.stop();
  return microphone;
}

/** What was said is inside the device for about so long. */
const deviceDelayMs = 100;

export interface RecordingOptions {
  readonly onLevel?: (level: Level) => void;
  readonly clock: Ticking;
}

/** How long a reader may be busy before the recording ends. */
const keptSamples = 30 * microphoneRateHz;
const levelSamples = (50 * microphoneRateHz) / 1000;
/** A device whose driver died sends nothing and says nothing. */
const watchMs = 500;
const silentWatchCount = 4;

/** How the recording ended: `null` by `stop`, else with what its reader is told. */
type Ending = { readonly error: unknown } | null;

/** Records from a device that is open. */
export function createMicrophone(
  device: CaptureDevice,
  { onLevel, clock }: RecordingOptions,
  signal: AbortSignal,
): Microphone {
  const resampler = createResampler(device.sampleRateHz, microphoneRateHz);
  const meter = createMeter(onLevel);
  const waiting: Float32Array[] = [];
  let waitingCount = 0;
  let ending: Ending | undefined;
  let wake = (): void => undefined;
  let quietWatchCount = 0;

  function keep(samples: Float32Array): void {
    if (samples.length === 0) return;
    meter(samples);
    waiting.push(samples);
    waitingCount += samples.length;
    wake();
  }

  function end(how: Ending): void {
    if (ending !== undefined) return;
    watch[Symbol.dispose]();
    signal.removeEventListener('abort', onAbort);
    device.stop();
    keep(resampler.flush());
    ending = how;
    wake();
  }

  const onAbort = (): void => {
    waiting.length = 0;
    end({ error: signal.reason });
  };
  // Counted in rounds: after this process itself stood still, one round is late and no chunk is missed.
  const watch = clock.every(watchMs, () => {
    quietWatchCount += 1;
    if (quietWatchCount > silentWatchCount) end({ error: lostDevice('microphone', device.name) });
  });
  signal.addEventListener('abort', onAbort, { once: true });
  device.start({
    onSamples: (samples) => {
      if (ending !== undefined) return;
      quietWatchCount = 0;
      keep(resampler.push(samples));
      if (waitingCount > keptSamples) end({ error: readerTooSlow() });
    },
    onFailure: (failure) => {
      end({ error: toDeviceError('microphone', device.name, failure) });
    },
  });

  async function* read(): AsyncGenerator<Float32Array, void, undefined> {
    try {
      for (;;) {
        signal.throwIfAborted();
        const chunk = waiting.shift();
        if (chunk !== undefined) {
          waitingCount -= chunk.length;
          yield chunk;
        } else if (ending === undefined) {
          await new Promise<void>((resolve) => (wake = resolve));
        } else if (ending === null) {
          return;
        } else {
          throw ending.error as Error;
        }
      }
    } finally {
      end(null);
    }
  }

  const chunks = read();
  return {
    deviceName: device.name,
    stop: () => {
      end(null);
    },
    [Symbol.asyncIterator]: () => chunks,
  };
}

function createMeter(onLevel: ((level: Level) => void) | undefined): (samples: Float32Array) => void {
  const stretch = new Float32Array(levelSamples);
  let filled = 0;
  return (samples) => {
    if (onLevel === undefined) return;
    for (let start = 0; start < samples.length;) {
      const part = samples.subarray(start, start + levelSamples - filled);
      stretch.set(part, filled);
      filled += part.length;
      start += part.length;
      if (filled < levelSamples) continue;
      filled = 0;
      onLevel(measureLevel(stretch));
    }
  };
}

function readerTooSlow(): SpeechError {
  return new SpeechError('busy', {
    message: 'The recording was not taken for 30 seconds and ended.',
    hint: 'Wait until the machine has less to do, then record again.',
  });
}

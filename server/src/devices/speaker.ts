import { createResampler } from '../audio/resample.ts';
import { systemClock, type Ticking } from '../system/clock.ts';
import { openOutputDevice, type OutputDevice } from './outputDevice.ts';
import type { SoundSystem } from './soundSystem.ts';
import { createSpeakerFeed } from './speakerFeed.ts';

/**
 * Sound on its way to the ear, mono, one writer at a time. Every failure of the device, also one while nobody waits,
 * is thrown by the next call that waits: SpeechError audioDeviceUnavailable or deviceBusy. What was not heard is then
 * still kept, and `resume` starts the device again and says it.
 */
export interface Speaker {
  readonly deviceName: string;
  /**
   * Returns when the device has room for more, which is some 150 ms before it is heard, or after `flush`. What is
   * written without pause is heard without gap. The first 200 ms, also after the device ran dry, are gathered.
   */
  write(samples: Float32Array): Promise<void>;
  /** Silent within 100 ms; what was not heard is kept. */
  pause(): void;
  /** Goes on exactly where it was paused, or where the device failed. */
  resume(): void;
  /** Silent within 100 ms; what was not heard is dropped. Writing goes on at `heardSamples()`. */
  flush(): void;
  /**
   * Returns when all was heard.
   *
   * @param signal  an abort rejects with its reason and drops nothing
   */
  drain(signal: AbortSignal): Promise<void>;
  /** Silent within 100 ms; releases the device. Whoever waits need not any more. */
  close(): void;
  /** How many of the samples written have left the speaker by now. */
  heardSamples(): number;
}

/** A speaker that can be opened without any wait, once the rate of what will be written is known. */
export type FoundSpeaker = (sampleRateHz: number) => Speaker;

/**
 * @param device  id, name or part of the name; absent: the system's default
 * @throws SpeechError audioDeviceUnavailable where there is no device to play on
 */
export async function findSpeaker(system: SoundSystem, device: string | undefined): Promise<FoundSpeaker> {
  const found = await openOutputDevice(system, device);
  return (sampleRateHz) => createSpeaker(found, { sampleRateHz, clock: systemClock });
}

/** The device plays at its own rate; what is written is resampled to it. */
export function createSpeaker(
  device: OutputDevice,
  { sampleRateHz, clock }: { readonly sampleRateHz: number; readonly clock: Ticking },
): Speaker {
  const feed = createSpeakerFeed(device, clock);
  let resampler = createResampler(sampleRateHz, device.sampleRateHz);
  return {
    deviceName: device.name,
    write: (samples) => feed.write(resampler.push(samples)),
    pause: () => {
      feed.pause();
    },
    resume: () => {
      feed.resume();
    },
    flush: () => {
      resampler = createResampler(sampleRateHz, device.sampleRateHz);
      feed.flush();
    },
    drain: (signal) => feed.drain(resampler.flush(), signal),
    close: () => {
      feed.close();
    },
    heardSamples: () => Math.round((feed.heardSamples() * sampleRateHz) / device.sampleRateHz),
  };
}

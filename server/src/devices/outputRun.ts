import type { Ticking } from '../clock.ts';
import { createHeardClock } from './heardClock.ts';
import { queuedWrites, type OutputDevice } from './outputDevice.ts';

/** One start of the device until it is stopped: which of the samples it was given have been heard. */
export interface OutputRun {
  /** @returns whether the device took it; a failed or stopped one does not */
  write(samples: Float32Array): Promise<boolean>;
  /** Number of the first sample that was not heard by now. */
  heardSamples(nowMs: number): number;
  /** Samples of silence heard since the last sample it was given. */
  silenceAfter(nowMs: number): number;
  /** Whether all it was given was taken, and silence after it. */
  isDry(): boolean;
  hasFailed(): boolean;
  stop(): void;
  /** What the device said when it failed, as far as it did; stops it. */
  failure(): Promise<unknown>;
}

export interface OutputRunOptions {
  readonly first: Float32Array;
  /** Number of the first sample. */
  readonly startCount: number;
  readonly clock: Ticking;
}

/** Samples that lie without silence between them: number in the stream, and place in what the device plays. */
interface Stretch {
  readonly startCount: number;
  readonly playedAt: number;
}

/** A device that wakes up swallows the beginning. */
const leadMs = 40;

/** @throws SpeechError audioDeviceUnavailable, deviceBusy */
export async function createOutputRun(
  device: OutputDevice,
  { first, startCount, clock }: OutputRunOptions,
): Promise<OutputRun> {
  const leadCount = Math.round((device.sampleRateHz * leadMs) / 1000);
  const led = new Float32Array(leadCount + first.length);
  led.set(first, leadCount);
  const stream = await device.start(led);
  const heardClock = createHeardClock({ sampleRateHz: device.sampleRateHz, startMs: clock.nowMs() });
  // The device may begin with a buffer of silence, before it is given anything.
  const silentSamples = (): number => leadCount + stream.silentSamples();
  let silentCount = silentSamples();
  const stretches: Stretch[] = [{ startCount, playedAt: silentCount }];
  const queued: number[] = [led.length];
  let endCount = startCount + first.length;
  let failure: unknown;
  let writing: Promise<unknown> = Promise.resolve();

  const isDry = (): boolean => silentSamples() > silentCount;

  /** Silence can only come when all samples are taken, so it lies before the next one. */
  function noteSilence(): void {
    if (!isDry()) return;
    silentCount = silentSamples();
    stretches.push({ startCount: endCount, playedAt: endCount - startCount + silentCount });
  }

  function heardSamples(nowMs: number): number {
    if (isDry()) heardClock.observeTaken(nowMs, endCount - startCount + silentSamples());
    const played = heardClock.heardSamples(nowMs);
    let limit = endCount;
    for (const stretch of stretches.toReversed()) {
      if (played >= stretch.playedAt) return Math.min(limit, stretch.startCount + played - stretch.playedAt);
      limit = stretch.startCount;
    }
    return startCount;
  }

  return {
    async write(samples) {
      noteSilence();
      queued.push(samples.length);
      if (queued.length > queuedWrites) queued.shift();
      endCount += samples.length;
      try {
        writing = stream.write(samples);
        await writing;
      } catch (error) {
        failure ??= error;
        return false;
      }
      const waitingCount = queued.reduce((sum, count) => sum + count, 0);
      heardClock.observeTaken(clock.nowMs(), endCount - startCount + silentCount - waitingCount);
      return true;
    },
    heardSamples,
    silenceAfter: (nowMs) =>
      isDry() ? heardClock.heardSamples(nowMs) - silentCount - (endCount - startCount) : 0,
    isDry,
    hasFailed: () => failure !== undefined || !stream.isPlaying(),
    stop: () => {
      stream.stop();
    },
    async failure() {
      stream.stop();
      await writing.catch(() => undefined);
      return failure;
    },
  };
}

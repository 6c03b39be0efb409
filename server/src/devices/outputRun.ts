import type { Ticking } from '../system/clock.ts';
import { createHeardClock } from './heardClock.ts';
import type { OutputDevice } from './outputDevice.ts';

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

/** A device that has failed says why at once, or not at all. */
const answerMs = 200;
/** A device that wakes up swallows the beginning: in so much of it nothing is to be heard. */
const leadMs = 40;
/** Of the loudest sample, 40 dB: what is trimmed from speech as silence, and whoever does not hear it misses nothing. */
const silentShare = 0.01;

/** @throws SpeechError audioDeviceUnavailable, deviceBusy */
export async function createOutputRun(
  device: OutputDevice,
  { first, startCount, clock }: OutputRunOptions,
): Promise<OutputRun> {
  const leadCount = Math.max(0, Math.round((device.sampleRateHz * leadMs) / 1000) - silenceBefore(first));
  const led = new Float32Array(leadCount + first.length);
  led.set(first, leadCount);
  const stream = await device.start(led);
  const heardClock = createHeardClock({ sampleRateHz: device.sampleRateHz, startMs: clock.nowMs() });
  // The device may begin with a buffer of silence, before it is given anything.
  const silentSamples = (): number => leadCount + stream.silentSamples();
  let silentCount = silentSamples();
  const stretches: Stretch[] = [{ startCount, playedAt: silentCount }];
  let endCount = startCount + first.length;
  let failure: unknown;
  let writing: Promise<unknown> = Promise.resolve();

  let isWriting = false;

  const isDry = (): boolean => !isWriting && silentSamples() > silentCount;

  /** Silence can only come when all samples are taken, so it lies before the next one. */
  function noteSilence(silentBefore: number): void {
    if (silentBefore <= silentCount) return;
    silentCount = silentBefore;
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

  const noteFailure = (reason: unknown): void => void (failure ??= reason);

  return {
    async write(samples) {
      isWriting = true;
      try {
        const sent = stream.write(samples);
        writing = sent;
        noteSilence(leadCount + (await sent));
      } catch (error) {
        noteFailure(error);
        return false;
      } finally {
        isWriting = false;
      }
      endCount += samples.length;
      const takenCount = endCount - startCount + silentCount - stream.waitingSamples();
      heardClock.observeTaken(clock.nowMs(), takenCount);
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
      // A device that failed while it was given nothing says why to whoever gives it something.
      if (failure === undefined && !isWriting) writing = stream.write(new Float32Array(1)).catch(noteFailure);
      await settled(writing, clock);
      stream.stop();
      return failure;
    },
  };
}

/** Returns when it has ended, however, or does not end soon. */
function settled(work: Promise<unknown>, clock: Ticking): Promise<void> {
  return new Promise((resolve) => {
    const waiting = clock.every(answerMs, end);
    function end(): void {
      waiting[Symbol.dispose]();
      resolve();
    }
    work.then(end, end);
  });
}

/** Samples that nobody hears, of those that a sound begins with. */
function silenceBefore(samples: Float32Array): number {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const start = samples.findIndex((sample) => Math.abs(sample) > loudest * silentShare);
  return start < 0 ? samples.length : start;
}

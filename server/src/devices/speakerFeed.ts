import { fadeIn } from '../audio/fade.ts';
import type { Ticking } from '../system/clock.ts';
import { isHiccup, lostDevice, toDeviceError } from './deviceErrors.ts';
import type { OutputDevice } from './outputDevice.ts';
import { createOutputRun, type OutputRun } from './outputRun.ts';
import { createSampleQueue } from './sampleQueue.ts';
import { createTurns } from './turns.ts';

/** The speaker at the device's own rate. Samples are counted from the first one written; see `Speaker`. */
export interface SpeakerFeed {
  write(samples: Float32Array): Promise<void>;
  pause(): void;
  resume(): void;
  flush(): void;
  /** Writes the rest, then waits until all was heard. */
  drain(rest: Float32Array, signal: AbortSignal): Promise<void>;
  close(): void;
  heardSamples(): number;
}

/** A device that starts takes some 90 ms at once, and the next piece may be late when the machine is busy. */
const gatheredMs = 200;
/** Little enough to change speed soon, enough to cross to the process of the device in time on a busy machine. */
const pieceMs = 12;
const fadeMs = 5;
/** Often, since a lost device floods standard error until it is stopped. */
const watchMs = 10;
/** Silence after the last sample, so that an error of the estimate cuts nothing off. */
const tailMs = 60;
/** A device that is late so often, and plays less than this between, is not just on a busy machine. */
const allowedHiccups = 10;
const hiccupPauseMs = 100;

export function createSpeakerFeed(device: OutputDevice, clock: Ticking): SpeakerFeed {
  const toCount = (ms: number): number => Math.ceil((device.sampleRateHz * ms) / 1000);
  const queue = createSampleQueue();
  let run: OutputRun | null = null;
  /** The next sample to hand over; what lies before it and was not heard is kept in the queue. */
  let fedCount = 0;
  let heardBeforeCount = 0;
  let isStopped = false;
  let isClosed = false;
  let isDraining = false;
  let isFeeding = false;
  let feedsAgain = false;
  /** Grows with every stop of the device: what was begun before counts for nothing. */
  let haltCount = 0;
  /** What was heard when the device was late the last time. */
  let hiccupAtCount = -Infinity;
  let hiccupCount = 0;
  let failure: Error | null = null;
  /** Every turn of the feed and of the watch. */
  const turns = createTurns();

  const watch = clock.every(watchMs, () => {
    if (run !== null && run.hasFailed()) void recover(run);
    turns.look();
  });

  function heardSamples(): number {
    if (run !== null) heardBeforeCount = Math.max(heardBeforeCount, run.heardSamples(clock.nowMs()));
    return heardBeforeCount;
  }

  /** Silent; playing goes on at what was heard. */
  function halt(): void {
    const stopped = run;
    leave();
    stopped?.stop();
  }

  function leave(): void {
    fedCount = heardSamples();
    haltCount += 1;
    run = null;
  }

  /** After a failure of the device: being late, as on a busy machine, is made good; anything else is told. */
  async function recover(failed: OutputRun): Promise<void> {
    isStopped = true;
    // Once stopped, it does not say why it failed.
    leave();
    const haltedAt = haltCount;
    const reason = await failed.failure();
    if (haltCount !== haltedAt) return;
    hiccupCount = fedCount - hiccupAtCount > toCount(hiccupPauseMs) ? 1 : hiccupCount + 1;
    // One that does not say why is tried again too: where it is lost, it does not start.
    if ((reason === undefined || isHiccup(reason)) && hiccupCount <= allowedHiccups) {
      hiccupAtCount = fedCount;
      isStopped = false;
      feed();
    } else {
      fail(
        reason === undefined
          ? lostDevice('speaker', device.name)
          : toDeviceError('speaker', device.name, reason),
      );
    }
  }

  function fail(error: Error): void {
    isStopped = true;
    failure = error;
    turns.look();
  }

  function feed(): void {
    feedsAgain = isFeeding;
    if (isFeeding) return;
    isFeeding = true;
    void feedAll().finally(() => {
      isFeeding = false;
      turns.look();
      if (feedsAgain) feed();
    });
  }

  async function feedAll(): Promise<void> {
    while (!isStopped && fedCount < queue.endCount()) {
      if (run?.isDry() ?? true) {
        if (!isDraining && queue.endCount() - fedCount < toCount(gatheredMs)) return;
        if (!(await hand(toCount(gatheredMs)))) return;
      } else if (!(await hand(Math.max(toCount(pieceMs), missingCount())))) {
        return;
      }
      queue.dropBefore(heardSamples());
      turns.look();
    }
  }

  /** What the device has less ahead than it is started with: it was fed late, and would be again by pieces that just last. */
  function missingCount(): number {
    return toCount(gatheredMs) - (fedCount - heardSamples());
  }

  /** @returns whether feeding can go on; after a pause or flush meanwhile what was handed over counts for nothing */
  async function hand(count: number): Promise<boolean> {
    const piece = queue.read(fedCount, count);
    const target = run;
    if (target === null) return start(piece);
    fedCount += piece.length;
    const isTaken = await target.write(piece);
    return isTaken || run !== target;
  }

  async function start(piece: Float32Array): Promise<boolean> {
    const startCount = fedCount;
    const startedAt = haltCount;
    fadeIn(piece, startCount === 0 ? 0 : toCount(fadeMs));
    try {
      const started = await createOutputRun(device, { first: piece, startCount, clock });
      if (haltCount !== startedAt) {
        started.stop();
        return true;
      }
      run = started;
      fedCount += piece.length;
      return true;
    } catch (error) {
      if (haltCount === startedAt) fail(error as Error);
      return false;
    }
  }

  /** @throws what made the device fail, or the signal's reason */
  function until(isReached: () => boolean, signal?: AbortSignal): Promise<void> {
    return turns.until(() => {
      if (failure !== null) throw failure;
      return isClosed || isReached();
    }, signal);
  }

  return {
    async write(samples) {
      isDraining = false;
      if (isClosed) return;
      queue.append(samples);
      feed();
      const endCount = queue.endCount();
      await until(() => fedCount >= Math.min(endCount, queue.endCount()) || isGathering());
    },
    pause() {
      isStopped = true;
      halt();
    },
    resume() {
      isStopped = isClosed;
      failure = null;
      feed();
    },
    flush() {
      halt();
      queue.cutAfter(fedCount);
      turns.look();
    },
    async drain(rest, signal) {
      queue.append(rest);
      isDraining = true;
      feed();
      const endCount = queue.endCount();
      await until(() => queue.endCount() < endCount || (fedCount >= endCount && heardAll()), signal);
    },
    close() {
      isClosed = true;
      isStopped = true;
      watch[Symbol.dispose]();
      halt();
      queue.cutAfter(fedCount);
      turns.look();
    },
    heardSamples,
  };

  /** Fewer than the device is started with, and it is not playing. */
  function isGathering(): boolean {
    return !isStopped && (run?.isDry() ?? true) && queue.endCount() - fedCount < toCount(gatheredMs);
  }

  function heardAll(): boolean {
    return run === null
      ? heardBeforeCount >= queue.endCount()
      : run.silenceAfter(clock.nowMs()) >= toCount(tailMs);
  }
}

import type { OutputDevice } from '../../server/src/devices/outputDevice.ts';
import type { OutputStream } from '../../server/src/devices/soundSystem.ts';
import type { FakeClock } from '../support/fakeClock.ts';

/** A device that takes what it plays and plays a millisecond in each; what it played is kept. */
export interface FakeOutputDevice extends OutputDevice {
  /** All that was played, of all streams, silence included. */
  readonly played: number[];
  fail(failure: Error): void;
  /** Plays no more, and answers nobody. */
  hang(): void;
  /** Refuses the next starts. */
  refuse(failure: Error | null): void;
  startCount(): number;
}

/** @param answerMs  how long after a write was taken it is answered */
export function createFakeOutputDevice(
  clock: FakeClock,
  sampleRateHz = 8000,
  answerMs = 0,
): FakeOutputDevice {
  const played: number[] = [];
  let current: FakeStream | null = null;
  let refusal: Error | null = null;
  let startCount = 0;
  return {
    name: 'fake',
    sampleRateHz,
    played,
    startCount: () => startCount,
    fail: (failure) => current?.fail(failure),
    hang: () => current?.hang(),
    refuse: (failure) => (refusal = failure),
    async start(first) {
      if (refusal !== null) throw refusal;
      startCount += 1;
      current = createStream(clock, { sampleRateHz, answerMs }, played);
      await current.write(first);
      return current;
    },
  };
}

interface FakeStream extends OutputStream {
  fail(failure: Error): void;
  hang(): void;
}

interface FakeStreamOptions {
  readonly sampleRateHz: number;
  readonly answerMs: number;
}

function createStream(
  clock: FakeClock,
  { sampleRateHz, answerMs }: FakeStreamOptions,
  played: number[],
): FakeStream {
  const queue: Float32Array[] = [];
  const waitingLimit = sampleRateHz / 10;
  let failure: Error | null = null;
  let silentCount = 0;
  let isPlaying = true;
  let isStopped = false;
  let isHanging = false;
  let room = (): void => undefined;
  const playing = clock.every(1, () => {
    for (let count = sampleRateHz / 1000; count > 0;) {
      const [next] = queue;
      const part = next?.subarray(0, count) ?? new Float32Array(count);
      if (next === undefined) silentCount += part.length;
      else if (part.length === next.length) queue.shift();
      else queue[0] = next.subarray(part.length);
      played.push(...part);
      count -= part.length;
    }
    room();
  });

  const waitingCount = (): number => queue.reduce((sum, { length }) => sum + length, 0);

  function end(why: Error | null): void {
    failure = why ?? new Error('stopped');
    isPlaying = false;
    playing[Symbol.dispose]();
    room();
  }

  return {
    async write(samples) {
      if (isStopped) throw new Error('The stream was stopped.');
      if (isHanging) return new Promise(() => undefined);
      const silentBefore = silentCount;
      const isDry = queue.length === 0;
      queue.push(samples);
      while (!isDry && waitingCount() > waitingLimit && failure === null)
        await new Promise<void>((resolve) => (room = resolve));
      if (failure !== null) throw failure;
      if (answerMs > 0) await passed(clock, answerMs);
      return silentBefore;
    },
    waitingSamples: waitingCount,
    silentSamples: () => silentCount,
    isPlaying: () => isPlaying,
    stop: () => {
      isStopped = true;
      if (failure === null) end(null);
    },
    fail: end,
    hang: () => {
      isHanging = true;
      isPlaying = false;
      playing[Symbol.dispose]();
    },
  };
}

function passed(clock: FakeClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const waiting = clock.every(ms, () => {
      waiting[Symbol.dispose]();
      resolve();
    });
  });
}

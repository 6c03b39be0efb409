import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../server/src/recognition/dictation/dictate.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import { untilAborted } from '../../server/src/cancellation/untilAborted.ts';

/**
 * A microphone and a recognizer on a clock of their own. Sound comes at the speed of that clock, which stands still
 * while a real model call runs and then goes on by the time the call took: what is heard meanwhile is heard before its
 * result. So live recognition is measured as in real time, without waiting for silence.
 */
export interface SimulatedTime {
  readonly clock: Clock;
  microphone(samples: Float32Array): AsyncGenerator<Float32Array, void, undefined>;
  /** @param takesMs  how long a call takes on that clock; absent: as long as it really takes */
  timed(recognizer: Recognizer, takesMs?: (sound: Float32Array) => number): Recognizer;
  /** Calls that take no time on that clock. */
  untimed(voiceActivity: VoiceActivityDetector): VoiceActivityDetector;
}

export function createSimulatedTime(chunkSamples = 512): SimulatedTime {
  const calls = new Set<Promise<unknown>>();
  const sleepers: Sleeper[] = [];
  let nowMs = 0;
  let isReading = false;
  let isOver = false;
  let changeCount = 0;

  const wakeFirst = (): void => {
    sleepers.sort((first, second) => first.atMs - second.atMs);
    const first = sleepers.shift();
    nowMs = Math.max(nowMs, first?.atMs ?? nowMs);
    first?.wake();
    changed();
  };

  /** Where nothing goes on after a change because the microphone is not read, time goes on to the next result. */
  const changed = (): void => {
    const count = (changeCount += 1);
    void (async () => {
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      if (count === changeCount && !isReading && calls.size === 0 && sleepers.length > 0) wakeFirst();
    })();
  };

  const track = async <Result>(call: Promise<Result>): Promise<Result> => {
    calls.add(call);
    try {
      return await call;
    } finally {
      calls.delete(call);
      changed();
    }
  };

  const sleepUntil = (atMs: number): Promise<void> =>
    new Promise((wake) => {
      sleepers.push({ atMs, wake });
      if (isOver) wakeFirst();
      changed();
    });

  /** Wakes who sleeps until then, one after the other, each with time to call the recognizer again. */
  const advance = async (untilMs: number): Promise<void> => {
    for (;;) {
      while (calls.size > 0) await Promise.allSettled(calls);
      await setImmediate();
      if (calls.size > 0) continue;
      if (!sleepers.some(({ atMs }) => atMs <= untilMs)) break;
      wakeFirst();
      await setImmediate();
    }
    nowMs = Math.max(nowMs, untilMs);
  };

  return {
    clock: { now: () => nowMs },
    async *microphone(samples) {
      for (let start = 0; start < samples.length; start += chunkSamples) {
        const chunk = samples.slice(start, start + chunkSamples);
        isReading = true;
        await advance(((start + chunk.length) * 1000) / recognitionSampleRateHz);
        isReading = false;
        changed();
        yield chunk;
      }
      isOver = true;
      while (sleepers.length > 0) wakeFirst();
    },
    timed: (recognizer, takesMs) => ({
      ...recognizer,
      async recognize(sound, options, signal) {
        const startMs = nowMs;
        const realStartMs = performance.now();
        try {
          return await track(recognizer.recognize(sound, options, signal));
        } finally {
          const tookMs = takesMs?.(sound) ?? performance.now() - realStartMs;
          if (!signal.aborted) await untilAborted(sleepUntil(startMs + tookMs), signal);
        }
      },
    }),
    untimed: (voiceActivity) => ({
      ...voiceActivity,
      detect: (...call) => track(voiceActivity.detect(...call)),
    }),
  };
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

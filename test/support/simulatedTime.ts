import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../server/src/recognition/dictation/dictate.ts';
import { orAborted } from '../../server/src/recognition/orAborted.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';

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
}

export function createSimulatedTime(chunkSamples = 512): SimulatedTime {
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  const calls = new Set<Promise<unknown>>();
  let nowMs = 0;
  let isOver = false;

  const sleepUntil = (atMs: number): Promise<void> => {
    if (!isOver) return new Promise((wake) => sleepers.push({ atMs, wake }));
    nowMs = Math.max(nowMs, atMs);
    return Promise.resolve();
  };

  /** Wakes who sleeps until then, one after the other, each with time to call the recognizer again. */
  const advance = async (untilMs: number): Promise<void> => {
    for (;;) {
      while (calls.size > 0) await Promise.allSettled(calls);
      await setImmediate();
      if (calls.size > 0) continue;
      sleepers.sort((first, second) => first.atMs - second.atMs);
      const [first] = sleepers;
      if (first === undefined || first.atMs > untilMs) break;
      sleepers.shift();
      nowMs = Math.max(nowMs, first.atMs);
      first.wake();
      await setImmediate();
    }
    nowMs = Math.max(nowMs, untilMs);
  };

  return {
    clock: { now: () => nowMs },
    async *microphone(samples) {
      for (let start = 0; start < samples.length; start += chunkSamples) {
        const chunk = samples.slice(start, start + chunkSamples);
        await advance(((start + chunk.length) * 1000) / recognitionSampleRateHz);
        yield chunk;
      }
      isOver = true;
      for (const { atMs, wake } of sleepers.splice(0)) {
        nowMs = Math.max(nowMs, atMs);
        wake();
      }
    },
    timed: (recognizer, takesMs) => ({
      ...recognizer,
      async recognize(sound, options, signal) {
        const startMs = nowMs;
        const realStartMs = performance.now();
        const call = recognizer.recognize(sound, options, signal);
        calls.add(call);
        try {
          return await call;
        } finally {
          calls.delete(call);
          const tookMs = takesMs?.(sound) ?? performance.now() - realStartMs;
          if (!signal.aborted) await orAborted(sleepUntil(startMs + tookMs), signal);
        }
      },
    }),
  };
}

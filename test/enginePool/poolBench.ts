import {
  createEnginePool,
  type EngineLease,
  type EngineModel,
  type EnginePoolOptions,
} from '../../server/src/enginePool/enginePool.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import { createManualClock } from '../support/manualClock.ts';
import { never } from '../support/never.ts';
import { createFakeSynthesizer } from '../synthesis/fakeSynthesizer.ts';

export const kokoro = { engine: 'kokoro', provider: 'cpu' } as const;
const models: readonly EngineModel[] = [
  { model: 'kokoro-82m', kind: 'synthesizer', engine: 'kokoro', parts: ['espeak-ng'] },
  { model: 'silero-vad', kind: 'voiceActivity', engine: 'silero' },
];
export const minuteMs = 60_000;

interface Load {
  readonly engine: string;
  readonly signal: AbortSignal;
  succeed(): void;
  fail(error: Error): void;
}

/** Loads end when the test says so. */
export function createBench(options: Partial<EnginePoolOptions> = {}) {
  const clock = createManualClock();
  const loads: Load[] = [];
  const events: string[] = [];
  const pool = createEnginePool({
    clock,
    models,
    log: ({ type, model }) => events.push(`${type} ${model}`),
    openEngines: {
      synthesizer: ({ engine }, signal) =>
        new Promise<Synthesizer>((resolve, reject) => {
          const number = loads.length;
          loads.push({
            engine,
            signal,
            succeed: () => {
              resolve({
                ...createFakeSynthesizer(),
                dispose: () => {
                  events.push(`disposed ${number}`);
                  return Promise.resolve();
                },
              });
            },
            fail: reject,
          });
        }),
      recognizer: () => Promise.reject(new Error('not here')),
      voiceActivity: () => Promise.reject(new Error('not here')),
    },
    ...options,
  });
  return {
    clock,
    loads,
    events,
    pool,
    lease: (signal = never, choice: Parameters<typeof pool.lease>[1] = kokoro) => {
      const lease = pool.lease('synthesizer', choice, signal);
      lease.catch(() => undefined);
      return lease;
    },
    leaseNow: async (): Promise<EngineLease<Synthesizer>> => {
      const lease = pool.lease('synthesizer', kokoro, never);
      await turn();
      loads.at(-1)?.succeed();
      return lease;
    },
    states: () =>
      pool
        .status()
        .map(({ model, state, isRetired, leaseCount }) =>
          [model, state, ...(isRetired ? ['retired'] : []), leaseCount].join(' '),
        ),
  };
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import { SpeechError } from '../../../protocol/errors.ts';

/** When a worker that died may be started again, and which engines are left alone for a while. */
export interface RestartPolicy {
  /** How long to wait before the next start; 0: none. */
  startDelayMs(): number;
  /**
   * @param engines  those that were at work: each of them may be the cause
   * @param livedMs  how long the process lived
   */
  died(engines: Iterable<string>, livedMs: number): void;
  /** The process was ended on purpose. */
  ended(livedMs: number): void;
  /** An engine has done a unit of work: it is not what kills workers. */
  succeeded(engine: string): void;
  /** @throws SpeechError engineFailed when the engine's last calls have each ended the process, until the delay is over */
  assertUsable(engine: string): void;
}

export interface RestartTiming {
  /** Before the first, second, ... start after deaths in a row; the last one stays. */
  readonly delaysMs: readonly number[];
  /** A process that lived so long has not died in a row. */
  readonly stableMs: number;
  /** So many deaths under one engine, without a success of it between them, and it is given up. */
  readonly maxDeathsOfEngine: number;
}

export const defaultRestartTiming: RestartTiming = {
  delaysMs: [0, 1000, 5000, 30_000],
  stableMs: 60_000,
  maxDeathsOfEngine: 4,
};

export function createRestartPolicy(timing: RestartTiming, nowMs: () => number): RestartPolicy {
  const { delaysMs, stableMs, maxDeathsOfEngine } = timing;
  const longestDelayMs = Math.max(0, ...delaysMs);
  const deathsOfEngines = new Map<string, EngineDeaths>();
  let deathCount = 0;
  let nextStartMs = 0;

  return {
    startDelayMs: () => Math.max(0, nextStartMs - nowMs()),
    died(engines, livedMs) {
      deathCount = livedMs >= stableMs ? 1 : deathCount + 1;
      nextStartMs = nowMs() + (delaysMs[deathCount - 1] ?? longestDelayMs);
      for (const engine of engines) {
        const count = (deathsOfEngines.get(engine)?.count ?? 0) + 1;
        deathsOfEngines.set(engine, { count, usableAtMs: nowMs() + longestDelayMs });
      }
    },
    ended(livedMs) {
      if (livedMs >= stableMs) deathCount = 0;
    },
    succeeded(engine) {
      deathsOfEngines.delete(engine);
    },
    assertUsable(engine) {
      const deaths = deathsOfEngines.get(engine);
      if (deaths === undefined || deaths.count < maxDeathsOfEngine) return;
      const waitMs = deaths.usableAtMs - nowMs();
      if (waitMs > 0) throw givenUp(engine, deaths.count, waitMs);
    },
  };
}

interface EngineDeaths {
  readonly count: number;
  readonly usableAtMs: number;
}

function givenUp(engine: string, deathCount: number, waitMs: number): SpeechError {
  return new SpeechError('engineFailed', {
    message: `The engine "${engine}" has ended its process ${deathCount} times in a row and is left alone for now.`,
    hint: `Try again in ${Math.ceil(waitMs / 1000)} s; verify its model, or use \`--provider cpu\`.`,
    data: { retryAfterMs: waitMs },
  });
}

import { InferenceSession } from 'onnxruntime-node';

export interface SessionClock {
  reset(): void;
  elapsedMs(): number;
  restore(): void;
}

/** Adds up the time that every session which this process creates from now on spends in `run`. */
export function timeSessionRuns(): SessionClock {
  const sessions = InferenceSession as unknown as {
    create: (...args: unknown[]) => Promise<InferenceSession>;
  };
  const { create } = sessions;
  let totalMs = 0;
  sessions.create = async (...args) => {
    const session = await create.apply(InferenceSession, args);
    const run = session.run.bind(session) as (...runArgs: unknown[]) => ReturnType<InferenceSession['run']>;
    const timed = async (...runArgs: unknown[]): ReturnType<InferenceSession['run']> => {
      const startMs = performance.now();
      try {
        return await run(...runArgs);
      } finally {
        totalMs += performance.now() - startMs;
      }
    };
    return Object.assign(session, { run: timed });
  };
  return {
    reset: () => {
      totalMs = 0;
    },
    elapsedMs: () => totalMs,
    restore: () => {
      sessions.create = create;
    },
  };
}

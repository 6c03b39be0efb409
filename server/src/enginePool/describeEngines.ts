import type { DaemonStatus } from '../../../protocol/daemon.ts';
import { priorities } from '../../../protocol/priority.ts';
import type { SharedEnginesStatus } from './sharedEngines.ts';

/** What engines are loaded and what waits for them, as clients are told. */
export function describeEngines({
  engines,
  lanes,
}: SharedEnginesStatus): Pick<DaemonStatus, 'engines' | 'queue'> {
  return {
    engines: engines
      .filter(({ state }) => state === 'ready')
      .map(({ kind, engine, model, provider, leaseCount, unusedForMs }) => ({
        kind,
        engine,
        model,
        provider,
        leaseCount,
        idleMs: unusedForMs,
      })),
    queue: lanes.flatMap(({ lane, runningCounts, waitingCounts }) =>
      priorities.flatMap((priority) => {
        const waiting = waitingCounts[priority];
        const running = runningCounts[priority];
        return waiting + running === 0 ? [] : [{ lane, priority, waiting, running }];
      }),
    ),
  };
}

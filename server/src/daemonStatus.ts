import type { DaemonStatus } from '../../protocol/daemon.ts';
import { priorities } from '../../protocol/priority.ts';
import type { SharedEnginesStatus } from './enginePool/sharedEngines.ts';

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
    queue: lanes.flatMap(({ lane, running, waitingCounts }) =>
      priorities.flatMap((priority) => {
        const waiting = waitingCounts[priority];
        const runningCount = running === priority ? 1 : 0;
        return waiting + runningCount === 0 ? [] : [{ lane, priority, waiting, running: runningCount }];
      }),
    ),
  };
}

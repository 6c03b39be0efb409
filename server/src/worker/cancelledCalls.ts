/** Calls that were answered by their cancel and still run in the worker, up to their next check point. */
export interface CancelledCalls {
  add(id: number, signal: AbortSignal): void;
  end(id: number): void;
  endAll(): void;
  /** Resolves when none of the calls that this signal cancelled runs any more. */
  whenEnded(signal: AbortSignal): Promise<void>;
}

export function createCancelledCalls(): CancelledCalls {
  const signals = new Map<number, AbortSignal>();
  const waiters = new Set<{ readonly signal: AbortSignal; readonly resolve: () => void }>();
  const tellWaiters = (): void => {
    const running = new Set(signals.values());
    for (const waiter of waiters) {
      if (running.has(waiter.signal)) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };
  return {
    add: (id, signal) => void signals.set(id, signal),
    end(id) {
      if (signals.delete(id)) tellWaiters();
    },
    endAll() {
      signals.clear();
      tellWaiters();
    },
    whenEnded: (signal) =>
      new Promise((resolve) => {
        waiters.add({ signal, resolve });
        tellWaiters();
      }),
  };
}

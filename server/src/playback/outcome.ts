/** How something ended, for whoever asks, before or after; it may go on after a failure and end again. */
export interface Outcome {
  promise(): Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
  /** Starts again after a failure. @returns false where there was none */
  renew(): boolean;
}

export function createOutcome(): Outcome {
  let current = createPromise();
  let hasFailed = false;
  return {
    promise: () => current.promise,
    resolve: () => {
      current.resolve();
    },
    reject(error) {
      hasFailed = true;
      current.reject(error);
    },
    renew() {
      if (!hasFailed) return false;
      hasFailed = false;
      current = createPromise();
      return true;
    },
  };
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function createPromise(): Deferred {
  const ends: Omit<Deferred, 'promise'>[] = [];
  const promise = new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  // Who listens to the events need not wait too.
  promise.catch(() => undefined);
  return {
    promise,
    resolve: () => {
      for (const end of ends) end.resolve();
    },
    reject: (error) => {
      for (const end of ends) end.reject(error);
    },
  };
}

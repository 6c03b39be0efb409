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
  resolve(): void;
  reject(error: unknown): void;
}

function createPromise(): Deferred {
  const settle = { resolve: (): void => undefined, reject: (_: unknown): void => undefined };
  const promise = new Promise<void>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  // Who listens to the events need not wait too.
  promise.catch(() => undefined);
  return { promise, resolve: () => { settle.resolve(); }, reject: (error) => { settle.reject(error); } };
}

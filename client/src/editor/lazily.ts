/** Something that is loaded and made with its first use. */
export interface Lazy<Value> {
  get(): Promise<Value>;
  /** Does what it says where there is one; what was never used needs nothing. */
  ifMade(use: (value: Value) => unknown): void;
}

/** A failure is not kept: the next use tries again. */
export function lazily<Value>(make: () => Promise<Value>): Lazy<Value> {
  let making: Promise<Value> | null = null;
  return {
    get() {
      making ??= make().catch((error: unknown) => {
        making = null;
        throw error;
      });
      return making;
    },
    ifMade(use) {
      making?.then(use).catch(() => undefined);
    },
  };
}

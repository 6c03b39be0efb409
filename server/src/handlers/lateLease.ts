/** A lease that is taken when it is needed, and held no longer than its holder lives. */
export interface LateLease<Lease> extends AsyncDisposable {
  /** Takes it, the first time. @throws what taking it throws */
  take(): Promise<Lease>;
}

/**
 * For work that goes on by itself and may end after the request that began it: the request gives back what that took,
 * also what is only just coming.
 *
 * @param open  must end soon once its holder ends
 */
export function createLateLease<Lease extends AsyncDisposable>(open: () => Promise<Lease>): LateLease<Lease> {
  let taken: Promise<Lease> | null = null;
  return {
    take: () => (taken ??= open()),
    async [Symbol.asyncDispose]() {
      // Who took it was told why it did not come.
      const lease = await taken?.catch(() => null);
      await lease?.[Symbol.asyncDispose]();
    },
  };
}

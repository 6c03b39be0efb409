import type { EngineLease } from './pooledEngine.ts';

/** Who holds which leases, so that nothing is held by somebody who is gone. */
export interface LeaseLedger {
  /** @returns gives these leases back at once, the first time */
  add(owner: string, leases: readonly EngineLease<unknown>[]): () => Promise<void>;
  /** Gives them back. @returns how many leases an owner still had */
  releaseAll(owner: string): Promise<number>;
}

export function createLeaseLedger(): LeaseLedger {
  const leasesOf = new Map<string, Set<EngineLease<unknown>>>();
  const giveBack = async (owner: string, leases: readonly EngineLease<unknown>[]): Promise<void> => {
    const held = leasesOf.get(owner);
    for (const lease of leases) held?.delete(lease);
    if (held?.size === 0) leasesOf.delete(owner);
    await Promise.all(leases.map((lease) => lease[Symbol.asyncDispose]()));
  };
  return {
    add(owner, leases) {
      const held = leasesOf.get(owner) ?? new Set();
      leasesOf.set(owner, held);
      for (const lease of leases) held.add(lease);
      return () => giveBack(owner, leases);
    },
    async releaseAll(owner) {
      const held = [...(leasesOf.get(owner) ?? [])];
      await giveBack(owner, held);
      return held.length;
    },
  };
}

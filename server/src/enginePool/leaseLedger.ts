/** Who holds which leases, so that nothing is held by somebody who is gone. */
export interface LeaseLedger {
  /** @returns does `giveBack`, the first time it is called */
  add(owner: string, giveBack: () => void): () => Promise<void>;
  /** Gives back what an owner still had. @returns how much that was */
  releaseAll(owner: string): number;
}

export function createLeaseLedger(): LeaseLedger {
  const heldBy = new Map<string, Set<() => void>>();
  const release = (owner: string, giveBack: () => void): void => {
    const held = heldBy.get(owner);
    if (held?.delete(giveBack) !== true) return;
    if (held.size === 0) heldBy.delete(owner);
    giveBack();
  };
  return {
    add(owner, giveBack) {
      const held = heldBy.get(owner) ?? new Set();
      heldBy.set(owner, held);
      held.add(giveBack);
      return () => {
        release(owner, giveBack);
        return Promise.resolve();
      };
    },
    releaseAll(owner) {
      const held = [...(heldBy.get(owner) ?? [])];
      for (const giveBack of held) release(owner, giveBack);
      return held.length;
    },
  };
}

import { createLinkedAbort } from './linkedAbort.ts';

/** Gives `work` a signal that aborts with the first of these, for as long as it takes. */
export async function withEitherSignal<Result>(
  signals: readonly AbortSignal[],
  work: (either: AbortSignal) => Promise<Result>,
): Promise<Result> {
  using linked = createLinkedAbort(...signals);
  return await work(linked.signal);
}

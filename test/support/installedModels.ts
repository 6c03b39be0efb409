import { type InstalledModel, type ModelStore } from '../../server/src/models/modelStore.ts';
import { userModelStore } from './userModelStore.ts';

const store: ModelStore = userModelStore;

/**
 * A model of the catalogue in the user's own cache, fetched first where it is not there: the tests of the product use
 * the weights that the product uses, and fetch them once a machine.
 *
 * @param signal  ends the wait; a later call goes on from what was fetched
 */
export async function requireInstalledModel(
  id: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<InstalledModel> {
  const state = (await store.list(signal)).find((model) => model.id === id)?.state;
  if (state === 'installed') return store.open(id, signal);
  return store.pull(id, { signal, hasConsent: false });
}

import { setMaxListeners } from 'node:events';

/** A signal that never aborts, for any number of calls at once. */
export const never: AbortSignal = new AbortController().signal;

setMaxListeners(0, never);

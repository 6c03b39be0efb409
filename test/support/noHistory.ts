import type { UtteranceHistory } from '../../server/src/history/utteranceHistory.ts';

/** Keeps nothing. */
export const noHistory: UtteranceHistory = {
  limit: () => Promise.resolve(),
  keep: () => Promise.resolve(),
  list: () => Promise.resolve([]),
  readSound: () => Promise.reject(new Error('Nothing was kept.')),
  addHearing: () => Promise.reject(new Error('Nothing was kept.')),
  remove: () => Promise.resolve(),
};

import { createHash } from 'node:crypto';
import type { SentVocabulary } from './workerMessages.ts';

/**
 * Calls with a vocabulary, so that a list crosses the border once and not with every utterance: it goes along when a
 * list is used for the first time and where the worker does not have it, by its id alone else.
 */
export function createVocabularySender(): <Result>(
  phrases: readonly string[],
  call: (vocabulary: SentVocabulary) => Promise<Result | null>,
) => Promise<Result | null> {
  const ids = new WeakMap<readonly string[], string>();
  return async (phrases, call) => {
    const known = ids.get(phrases);
    if (known !== undefined) {
      const result = await call({ id: known });
      if (result !== null) return result;
    }
    const id = known ?? createHash('sha256').update(JSON.stringify(phrases)).digest('hex');
    const result = await call({ id, phrases });
    ids.set(phrases, id);
    return result;
  };
}

/** The vocabularies of a worker. A list of the same content is the same list, so that what was made of it is kept. */
export interface VocabularyShelf {
  /** @returns null where it is not here and does not come along */
  find(vocabulary: SentVocabulary): readonly string[] | null;
}

export function createVocabularyShelf(): VocabularyShelf {
  const kept = new Map<string, readonly string[]>();
  return {
    find({ id, phrases }) {
      const list = kept.get(id) ?? phrases?.slice();
      if (list === undefined) return null;
      // The one that was used last is the last one to go.
      kept.delete(id);
      kept.set(id, list);
      const [oldest] = kept.keys();
      if (kept.size > keptCount && oldest !== undefined) kept.delete(oldest);
      return list;
    },
  };
}

/** Clients that dictate at once, each with its words. */
const keptCount = 8;

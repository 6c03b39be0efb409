import { dictionary } from 'cmu-pronouncing-dictionary';

/**
 * Phrases that nobody says in the recordings, always the same for a count: rare words of the dictionary, names among
 * them, and every second one an identifier of two or three common words.
 *
 * @param commonWords  particles first
 * @param avoided      no phrase is one of these words, lower case
 */
export function unrelatedPhrases(
  count: number,
  commonWords: readonly string[],
  avoided: ReadonlySet<string>,
): string[] {
  const common = new Set(commonWords);
  const rare = Object.keys(dictionary).filter(
    (word) => /^[a-z]{5,}$/.test(word) && !common.has(word) && !avoided.has(word),
  );
  const parts = commonWords.slice(200).filter((word) => word.length > 2 && Object.hasOwn(dictionary, word));
  const next = createNumbers(0x5eed);
  const pick = (words: readonly string[]): string => words[next() % words.length] ?? '';
  const phrases = new Set<string>();
  while (phrases.size < count) {
    if (phrases.size % 2 === 0) phrases.add(capitalized(pick(rare)));
    else
      phrases.add(
        pick(parts) + capitalized(pick(parts)) + (next() % 2 === 0 ? capitalized(pick(parts)) : ''),
      );
  }
  return [...phrases];
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Whole numbers that look random. Source: Marsaglia, Xorshift RNGs (2003). */
function createNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

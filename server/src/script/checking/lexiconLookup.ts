import type { ResolvedWord } from '../frontMatter/resolvedCast.ts';

/** The lexicon of a script as its words are looked up in it. */
export interface LexiconLookup {
  /** The entry that says a word, by the rules that the lowering has: its case counts where the entry has capitals. */
  find(written: string): ResolvedWord | undefined;
  /** Entries of several words, or of other characters than letters. */
  readonly phrases: readonly ResolvedWord[];
}

export function createLexiconLookup(lexicon: ReadonlyMap<string, ResolvedWord>): LexiconLookup {
  const phrases = [...lexicon.values()].filter(({ entry }) => !/^[\p{L}\p{M}'’]+$/u.test(entry.word.trim()));
  const phraseWords = new Map(
    phrases.flatMap((word) =>
      (word.entry.word.match(/[\p{L}\p{M}]+/gu) ?? []).map((part) => [part.toLowerCase(), word] as const),
    ),
  );
  const words = new Map<string, ResolvedWord>();
  for (const word of lexicon.values()) {
    const written = word.entry.word.trim();
    for (const key of keysOf(written)) if (!words.has(key)) words.set(key, word);
  }
  const find = (written: string): ResolvedWord | undefined =>
    words.get(written) ?? words.get(written.toLowerCase()) ?? phraseWords.get(written.toLowerCase());
  return {
    find: (written) =>
      lexicon.size === 0 ? undefined : (find(written) ?? find(written.replace(/['’]s?$/u, ''))),
    phrases,
  };
}

/** In lower case it stands for every way to write it, which looks it up in lower case. */
function keysOf(written: string): string[] {
  return [written, written.toUpperCase()];
}

import type { LexiconLookup } from './lexiconLookup.ts';
import { lexiconWord } from './rules/pronunciation.ts';
import { unbroken, wordsIn } from './spokenWords.ts';

/** What is remarkable about the words of a chunk. */
export interface ChunkVerdict {
  /** In no dictionary and not in the lexicon. */
  readonly unknown: readonly string[];
  /** Words of the lexicon, as it has them. */
  readonly inLexicon: readonly string[];
}

/** @returns null where there is nothing to say */
export type JudgeChunk = (chunk: string, language: string) => ChunkVerdict | null;

/** Judges each chunk once: a book says the same words again and again. */
export function createWordJudge(
  lexicon: LexiconLookup,
  isKnownWord: (word: string, language: string) => boolean,
): JudgeChunk {
  const languages = new Map<string, Map<string, ChunkVerdict | null>>();
  const judge = (chunk: string, language: string): ChunkVerdict | null => {
    const unknown: string[] = [];
    const inLexicon: string[] = [];
    const whole = unbroken(chunk);
    const isWhole = whole !== chunk && wordsIn(whole).every((word) => isKnownWord(word, language));
    for (const written of wordsIn(isWhole ? whole : chunk)) {
      const entry = lexicon.find(written);
      const word = entry === undefined ? lexiconWord(written) : null;
      if (entry !== undefined) inLexicon.push(entry.entry.word);
      else if (word !== null && !isKnownWord(word, language)) unknown.push(word);
    }
    return unknown.length + inLexicon.length === 0 ? null : { unknown, inLexicon };
  };
  return (chunk, language) => {
    if (chunk.length > longestChunk) return judge(chunk, language);
    const verdicts = languages.get(language) ?? new Map<string, ChunkVerdict | null>();
    languages.set(language, verdicts);
    const remembered = verdicts.get(chunk);
    if (remembered !== undefined) return remembered;
    const verdict = judge(chunk, language);
    verdicts.set(chunk, verdict);
    return verdict;
  };
}

/** Longer ones hardly come twice: they are sentences of a language without spaces. */
const longestChunk = 40;

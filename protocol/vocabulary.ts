/** A file of phrases that may be said, as it was read. */
export interface VocabularyFile {
  /** As they are to be written, each once. */
  readonly phrases: readonly string[];
  /** Counted from 1: lines that are too long for a phrase. */
  readonly longLines: readonly number[];
}

/** More characters has no phrase. */
export const longestPhrase = 200;

/** More phrases has no vocabulary. */
export const mostPhrases = 50_000;

/**
 * One phrase a line. A line that begins with `#` is a comment, and so is what stands behind a phrase, a space, `#` and
 * another space; `C#` and `issue #7` are phrases.
 */
export function parseVocabulary(text: string): VocabularyFile {
  const lines = text.split(/\r\n|\n|\r/u).map(phraseOf);
  return {
    phrases: [...new Set(lines.filter((phrase) => phrase !== '' && phrase.length <= longestPhrase))],
    longLines: lines.flatMap((phrase, index) => (phrase.length > longestPhrase ? [index + 1] : [])),
  };
}

/** @returns empty where the line has none */
export function phraseOf(line: string): string {
  return line.trimStart().startsWith('#') ? '' : line.replace(/\s#(?:\s.*)?$/u, '').trim();
}

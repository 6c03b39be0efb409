/** A word as it is written, with what parts it from the word before: spaces and punctuation. */
export interface WrittenWord {
  readonly separator: string;
  readonly word: string;
}

export interface WrittenText {
  readonly words: readonly WrittenWord[];
  /** The punctuation after the last word. */
  readonly ending: string;
}

/**
 * Splits what a recognizer has written into words; `toText` joins them to the same text, trimmed. Punctuation belongs
 * to the word after it, because it depends on that word: a recognizer closes a sentence where the sound stops. Scripts
 * that put no spaces between words are split into letters.
 */
export function toWrittenWords(text: string): WrittenText {
  const trimmed = text.trim();
  const words: WrittenWord[] = [];
  let end = 0;
  for (const match of trimmed.matchAll(wordPattern)) {
    words.push({ separator: trimmed.slice(end, match.index), word: match[0] });
    end = match.index + match[0].length;
  }
  return { words, ending: trimmed.slice(end) };
}

export function toText(words: readonly WrittenWord[], ending = ''): string {
  return words.map(({ separator, word }) => separator + word).join('') + ending;
}

export function isSameWriting(first: WrittenWord, second: WrittenWord): boolean {
  return first.word === second.word && first.separator === second.separator;
}

/** Case and punctuation aside. */
export function isSameWord(first: WrittenWord, second: WrittenWord): boolean {
  return first.word === second.word || toKey(first.word) === toKey(second.word);
}

const unspacedLetter =
  '(?=\\p{L})[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}]\\p{M}*';
const spacedLetter = `(?!${unspacedLetter})[\\p{L}\\p{N}]\\p{M}*`;

/** What may stand inside a word, as in "it's", "3.5", "a.m"; not a dash, since one hypothesis has it and the next not. */
const inside = '[^\\s\\p{L}\\p{N}\\p{Pd}\\u2026]';
const wordPattern = new RegExp(`${unspacedLetter}|(?:${spacedLetter})(?:${inside}*${spacedLetter})*`, 'gu');

function toKey(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}

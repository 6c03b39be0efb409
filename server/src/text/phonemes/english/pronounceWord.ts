import { compoundWord } from './compoundWord.ts';
import { homograph } from './homographs.ts';
import type { EnglishLexicon } from './lexiconFile.ts';
import { inflectedWord } from './inflectedWord.ts';
import type { Pronunciation } from './phones.ts';
import type { Sentence } from './spokenWord.ts';

/** A word, or a part of a compound, with its own letters. */
export interface PronouncedPart {
  readonly pronunciation: Pronunciation;
  readonly spelling: string;
}

/** How one word is said here: by the dictionary, by how it is built, or by its letters. */
export function pronounceWord(sentence: Sentence, index: number, lexicon: EnglishLexicon): PronouncedPart[] {
  const word = sentence[index]?.text.toLowerCase() ?? '';
  const decided = homograph(sentence, index);
  if (decided !== undefined) return [{ pronunciation: decided, spelling: word }];
  return partsOf(word).map((part) => ({
    pronunciation: knownPart(part, lexicon) ?? lexicon.guess(part),
    spelling: part,
  }));
}

/** No English word is longer; what is longer is noise, and only its beginning is said. */
const longestWord = 45;

/** Whether a word is said otherwise than by its letters alone. */
export function isKnownWord(word: string, lexicon: EnglishLexicon): boolean {
  return partsOf(word).every((part) => knownPart(part, lexicon) !== undefined);
}

/** Whether a word, or the one it is a form of, is in the dictionary. */
export function isInDictionary(word: string, lexicon: EnglishLexicon): boolean {
  const inDictionary = (text: string): Pronunciation | undefined => lexicon.pronunciations(text)[0];
  return (inDictionary(word) ?? inflectedWord(word, inDictionary)) !== undefined;
}

export function partsOf(word: string): string[] {
  return word
    .toLowerCase()
    .split(/[^a-z']+/)
    .filter((part) => /[a-z]/.test(part))
    .map((part) => part.slice(0, longestWord));
}

function knownPart(word: string, lexicon: EnglishLexicon): Pronunciation | undefined {
  const inDictionary = (text: string): Pronunciation | undefined => lexicon.pronunciations(text)[0];
  const compound = (text: string): Pronunciation | undefined => compoundWord(text, lexicon);
  return (
    inDictionary(word) ?? inflectedWord(word, inDictionary) ?? compound(word) ?? inflectedWord(word, compound)
  );
}

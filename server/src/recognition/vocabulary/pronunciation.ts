import { inflectedWord } from '../../text/phonemes/english/inflectedWord.ts';
import { letterName } from '../../text/phonemes/english/letterNames.ts';
import type { EnglishLexicon } from '../../text/phonemes/english/lexiconFile.ts';
import { fromPhones, fromPinyin, joinSounds, type Sounds } from './sounds.ts';
import { fromSpelling } from './spellingSounds.ts';

/** What corrections know of languages; made once a process. */
export interface PronunciationSources {
  readonly lexicon: EnglishLexicon;
  /** English words, lower case: particles such as "is", everyday ones, other common ones. */
  readonly commonWords: readonly (readonly string[])[];
  /** Loads the reading of Chinese: a syllable with its tone as a digit for each character. */
  readonly loadPinyin: () => Promise<ToPinyin>;
}

/** @param text  Chinese characters alone */
export type ToPinyin = (text: string) => readonly string[];

/** How English words sound. */
export interface EnglishSounds {
  word(letters: string): WordSounds;
  acronym(letters: string): Sounds;
  /** A careful reading of a word that no dictionary has; a millisecond. */
  guess(letters: string): Sounds;
}

export interface WordSounds {
  /** The usual way first. Of a word in no dictionary: roughly, by its spelling. */
  readonly sounds: readonly [Sounds, ...Sounds[]];
  /** Whether it is in the dictionary, or an inflection of what is. */
  readonly isKnown: boolean;
  readonly rarity: Rarity;
}

/** Of a word or of what it is an inflection of: the group of common words that it is in; Infinity: none. */
export type Rarity = number;
export const particle: Rarity = 0;
export const everyday: Rarity = 1;

export function createEnglishSounds({
  lexicon,
  commonWords,
}: Pick<PronunciationSources, 'lexicon' | 'commonWords'>): EnglishSounds {
  const rarities = new Map(commonWords.flatMap((words, rarity) => words.map((word) => [word, rarity])));
  const find = (letters: string): WordSounds => {
    const listed = lexicon.pronunciations(letters);
    const inflected =
      listed.length > 0 ? undefined : inflectedWord(letters, (stem) => lexicon.pronunciations(stem)[0]);
    const known = inflected === undefined ? listed : [inflected];
    const [first = fromSpelling(letters), ...others] = known.slice(0, 3).map(fromPhones);
    return {
      sounds: [first, ...others],
      isKnown: known.length > 0,
      rarity: rarities.get(letters) ?? rarityOfStem(letters),
    };
  };
  const rarityOfStem = (letters: string): Rarity => {
    let rarity = Infinity;
    inflectedWord(letters, (stem) => {
      rarity = rarities.get(stem) ?? Infinity;
      return rarity < Infinity ? lexicon.pronunciations(stem)[0] : undefined;
    });
    return rarity;
  };
  return {
    word: remember(find),
    acronym: remember((letters) =>
      joinSounds(Array.from(letters, (letter) => fromPhones(letterName(letter.toUpperCase(), 'us')))),
    ),
    guess: remember((letters) => fromPhones(lexicon.guess(letters.slice(0, longestGuess)))),
  };
}

/** Longer is no word. */
const longestGuess = 30;

/** @returns null where a character has no reading */
export function chineseSounds(characters: string, toPinyin: ToPinyin): Sounds[] | null {
  const syllables = toPinyin(characters);
  const sounds = syllables.map(fromPinyin).filter((sound) => sound !== null);
  return sounds.length === Array.from(characters).length ? sounds : null;
}

function remember<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = find(key);
    if (known.size >= rememberedCount) known.clear();
    known.set(key, value);
    return value;
  };
}

/** Words of a large project and of a long evening of dictation. */
const rememberedCount = 20_000;

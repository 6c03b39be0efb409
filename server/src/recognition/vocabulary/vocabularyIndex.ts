import { setImmediate } from 'node:timers/promises';
import { createConsonantIndex, type ConsonantIndex } from './consonantIndex.ts';
import { chineseSounds, type EnglishSounds, type ToPinyin } from './pronunciation.ts';
import { joinSounds, type Sounds } from './sounds.ts';
import { toKey, toSpokenParts, type SpokenPart } from './spokenWords.ts';

/** A list of phrases, ready to be looked for. */
export interface VocabularyIndex {
  readonly phrases: readonly VocabularyPhrase[];
  /** By `toKey`: phrases of the same letters, in their order. */
  readonly byKey: ReadonlyMap<string, readonly VocabularyPhrase[]>;
  /** Characters of the longest key. */
  readonly longestKey: number;
  /** Ways to say phrases, those of one phrase side by side. */
  readonly sayings: readonly Saying[];
  readonly consonants: ConsonantIndex;
}

export interface VocabularyPhrase {
  /** As it is to be written. */
  readonly written: string;
  /** What stands before its first letter or digit, as the dot of `.NET`. */
  readonly leadLength: number;
  readonly kind: PhraseKind;
}

/**
 * `identifier`: capitals inside, digits or signs, which no sentence asks for; `name`: begins with a capital; `han`:
 * Chinese characters alone; `plain`: anything else.
 */
export type PhraseKind = 'identifier' | 'name' | 'han' | 'plain';

export interface Saying {
  readonly phrase: VocabularyPhrase;
  readonly sounds: Sounds;
  /** Its words that no dictionary has; their sounds are rough. */
  readonly guessed: boolean;
  readonly parts: readonly SpokenPart[];
}

export interface IndexTools {
  readonly english: EnglishSounds;
  /** Null where no phrase is Chinese. */
  readonly toPinyin: ToPinyin | null;
}

/**
 * Builds the index of a list. Duplicates and phrases without a letter or digit are left out; phrases that no engine
 * hears by their sound are found as they are written. Other work of the process goes on in between.
 */
export async function createVocabularyIndex(
  list: readonly string[],
  tools: IndexTools,
): Promise<VocabularyIndex> {
  const phrases: VocabularyPhrase[] = [];
  const byKey = new Map<string, VocabularyPhrase[]>();
  const sayings: Saying[] = [];
  const seen = new Set<string>();
  let longestKey = 0;
  for (const [index, listed] of list.entries()) {
    if (index % sliceLength === sliceLength - 1) await setImmediate();
    const written = listed.trim();
    const key = toKey(written);
    if (key === '' || seen.has(written)) continue;
    seen.add(written);
    const phrase = toPhrase(written);
    phrases.push(phrase);
    const alike = byKey.get(key);
    if (alike === undefined) byKey.set(key, [phrase]);
    else alike.push(phrase);
    longestKey = Math.max(longestKey, key.length);
    sayings.push(...sayingsOf(phrase, tools));
  }
  const consonants = createConsonantIndex(sayings.map(({ sounds }) => sounds));
  return { phrases, byKey, longestKey, sayings, consonants };
}

/** Some ten milliseconds. */
const sliceLength = 256;

function toPhrase(written: string): VocabularyPhrase {
  return { written, leadLength: written.search(/[\p{L}\p{N}]/u), kind: kindOf(written) };
}

function kindOf(written: string): PhraseKind {
  if (/^\p{Script=Han}+$/u.test(written)) return 'han';
  if (/\p{L}\p{Lu}|[\p{L}\p{N}][_.:/@#+]|\p{L}\p{N}|\p{N}\p{L}|^[_.@#$]/u.test(written)) return 'identifier';
  return /^\p{Lu}/u.test(written) ? 'name' : 'plain';
}

/** Ways of one phrase. */
const maxSayings = 4;
/** A list may hold words of one sound; less than this is none. */
const minSounds = 3;

function sayingsOf(phrase: VocabularyPhrase, tools: IndexTools): Saying[] {
  const parts = toSpokenParts(phrase.written);
  let ways: Sounds[][] = [[]];
  let guessed = false;
  for (const index of parts.keys()) {
    const said = sayPart(parts, index, tools);
    if (said === null) return [];
    guessed ||= said.guessed;
    ways = ways.flatMap((way) => said.sounds.map((sounds) => [...way, sounds])).slice(0, maxSayings);
  }
  return ways
    .map(joinSounds)
    .filter(({ length }) => length >= minSounds)
    .map((sounds) => ({ phrase, sounds, guessed, parts }));
}

function sayPart(
  parts: readonly SpokenPart[],
  index: number,
  { english, toPinyin }: IndexTools,
): { readonly sounds: readonly Sounds[]; readonly guessed: boolean } | null {
  const part = parts[index];
  if (part === undefined || part.kind === 'other') return null;
  if (part.kind === 'han') {
    const sound = toPinyin === null ? null : hanSound(parts, index, toPinyin);
    return sound === null ? null : { sounds: [sound], guessed: false };
  }
  const word = english.word(part.letters);
  if (part.kind === 'word') return { sounds: word.sounds, guessed: !word.isKnown };
  return { sounds: [english.acronym(part.letters), ...word.sounds.slice(0, 1)], guessed: false };
}

/** A character is read as its neighbors ask. */
function hanSound(parts: readonly SpokenPart[], index: number, toPinyin: ToPinyin): Sounds | null {
  let start = index;
  while (parts[start - 1]?.kind === 'han') start -= 1;
  let end = index + 1;
  while (parts[end]?.kind === 'han') end += 1;
  const run = parts.slice(start, end).map(({ letters }) => letters);
  return chineseSounds(run.join(''), toPinyin)?.[index - start] ?? null;
}

/** The sounds of a saying with its unknown words read carefully. */
export function guessSaying({ parts, sounds }: Saying, english: EnglishSounds): Sounds {
  const words = parts.map((part) => {
    if (part.kind === 'word') {
      const word = english.word(part.letters);
      return word.isKnown ? word.sounds[0] : english.guess(part.letters);
    }
    return part.kind === 'acronym' ? english.acronym(part.letters) : null;
  });
  return words.some((word) => word === null) ? sounds : joinSounds(words.filter((word) => word !== null));
}

import { chineseSounds, particle, type EnglishSounds, type Rarity, type ToPinyin } from './pronunciation.ts';
import { fromPhones, joinSounds, type Sounds } from './sounds.ts';
import { toKey, toSpokenParts } from './spokenWords.ts';

/** A text in words, with how they sound. */
export interface HeardText {
  readonly text: string;
  readonly words: readonly HeardWord[];
  /** The whole as sounds: once as the words are in the dictionary, once with the unknown ones read carefully. */
  readonly readings: readonly SoundStream[];
}

export interface HeardWord {
  /** In the text, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly key: string;
  readonly kind: HeardWordKind;
  readonly rarity: Rarity;
  /** Nothing but spaces, hyphens and the like between it and the word before. */
  readonly joinsPrevious: boolean;
  /** 0 to 1; null where the engine does not know. */
  readonly confidence: number | null;
}

/** `suffix` is the `'s` of the word before it. */
export type HeardWordKind = 'common' | 'known' | 'unknown' | 'suffix' | 'han' | 'other';

export interface SoundStream {
  readonly sounds: Sounds;
  /** [words + 1] where each word begins. */
  readonly starts: readonly number[];
}

export interface HearingTools {
  readonly english: EnglishSounds;
  /** Null: Chinese is not looked at. */
  readonly toPinyin: ToPinyin | null;
}

interface SoundingWord extends HeardWord {
  readonly rough: Sounds;
  readonly careful: Sounds;
}

/**
 * @param confidenceAt  of the word at a place of the text
 */
export function readHeardText(
  text: string,
  { english, toPinyin }: HearingTools,
  confidenceAt: (index: number) => number | null,
): HeardText {
  const words: SoundingWord[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const [written] = match;
    const end = match.index + written.length;
    if (/^\p{Script=Han}/u.test(written)) {
      words.push(...hanWords(written, match.index, toPinyin));
      continue;
    }
    const previousEnd = words.at(-1)?.end ?? 0;
    const place = { start: match.index, end, key: toKey(written), confidence: confidenceAt(match.index) };
    words.push({
      ...place,
      ...soundOf(written, english),
      joinsPrevious: words.length > 0 && /^[\s\p{Pd}_.]?$/u.test(text.slice(previousEnd, match.index)),
    });
  }
  return { text, words, readings: toReadings(words) };
}

const wordPattern =
  /\p{Script=Han}+|['’]s(?![\p{L}\p{N}])|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['’](?!s(?![\p{L}\p{N}]))\p{L}+)*/gu;

type WordSound = Pick<SoundingWord, 'kind' | 'rarity' | 'rough' | 'careful'>;

function soundOf(written: string, english: EnglishSounds): WordSound {
  if (/^['’]s$/u.test(written)) {
    return { kind: 'suffix', rarity: particle, rough: suffixSounds, careful: suffixSounds };
  }
  const rough: Sounds[] = [];
  const careful: Sounds[] = [];
  let rarity = particle;
  let isKnown = true;
  for (const part of toSpokenParts(written)) {
    if (part.kind === 'other') return silent;
    const word = english.word(part.letters);
    if (part.kind === 'acronym') {
      const sounds = word.isKnown ? word.sounds[0] : english.acronym(part.letters);
      rough.push(sounds);
      careful.push(english.acronym(part.letters));
      rarity = Math.max(rarity, word.rarity);
      continue;
    }
    rough.push(word.sounds[0]);
    careful.push(word.isKnown ? word.sounds[0] : english.guess(part.letters));
    isKnown &&= word.isKnown;
    rarity = Math.max(rarity, word.rarity);
  }
  if (/^\p{N}+$/u.test(written)) rarity = particle;
  const kind = !isKnown ? 'unknown' : rarity < Infinity ? 'common' : 'known';
  return { kind, rarity, rough: joinSounds(rough), careful: joinSounds(careful) };
}

const suffixSounds = fromPhones(['Z']);
const noSounds = new Uint8Array(0);
const silent: WordSound = { kind: 'other', rarity: Infinity, rough: noSounds, careful: noSounds };

function hanWords(run: string, start: number, toPinyin: ToPinyin | null): SoundingWord[] {
  const sounds = toPinyin === null ? null : chineseSounds(run, toPinyin);
  let place = start;
  return Array.from(run, (character, index) => {
    const at = place;
    place += character.length;
    const sound = sounds?.[index] ?? noSounds;
    return {
      start: at,
      end: place,
      key: character,
      kind: sounds === null ? 'other' : 'han',
      rarity: Infinity,
      joinsPrevious: index > 0,
      confidence: null,
      rough: sound,
      careful: sound,
    };
  });
}

function toReadings(words: readonly SoundingWord[]): SoundStream[] {
  const rough = toStream(words.map((word) => word.rough));
  const differs = words.some((word) => word.careful !== word.rough);
  return differs ? [rough, toStream(words.map(({ careful }) => careful))] : [rough];
}

function toStream(parts: readonly Sounds[]): SoundStream {
  const starts = [0];
  for (const { length } of parts) starts.push((starts.at(-1) ?? 0) + length);
  return { sounds: joinSounds(parts), starts };
}

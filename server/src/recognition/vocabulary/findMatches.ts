import { allowedCost, mayRespell, mostAllowed } from './acceptance.ts';
import type { AlignedPlace, Aligner, Fit } from './alignment.ts';
import type { Differences } from './consonantIndex.ts';
import type { HeardText, HeardWord, SoundStream } from './heardText.ts';
import type { EnglishSounds } from './pronunciation.ts';
import { guessSaying, type Saying, type VocabularyIndex, type VocabularyPhrase } from './vocabularyIndex.ts';

/** Words of a text that may be a phrase of the vocabulary. */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
  readonly phrase: VocabularyPhrase;
  /**
   * What it differs by what it may, 0 to 1: 0 where the words have the letters of the phrase. Words that are written as
   * it are settled: they belong to nothing else but a longer phrase with their letters.
   */
  readonly badness: number;
}

export interface MatchTools {
  readonly english: EnglishSounds;
  readonly aligner: Aligner;
}

/** The best match that begins with each word; null where there is none. */
export function findMatches(
  heard: HeardText,
  index: VocabularyIndex,
  tools: MatchTools,
): readonly (PhraseMatch | null)[] {
  const best: (PhraseMatch | null)[] = heard.words.map(() => null);
  const offer = (match: PhraseMatch): void => {
    const before = best[match.start] ?? null;
    if (before === null || isBetter(match, before)) best[match.start] = match;
  };
  const isSettled = findSpelled(heard, index, offer);
  const lastWords = heard.words.map((_word, start) => lastJoined(heard, start, isSettled));
  const most = mostAllowed(index.phrases.length);
  for (const stream of heard.readings) {
    for (const candidate of findCandidates(stream, heard, { index, isSettled })) {
      judge(candidate, { heard, stream, index, isSettled, tools, lastWords, most }, offer);
    }
  }
  return best;
}

export function isBetter(match: PhraseMatch, other: PhraseMatch): boolean {
  if (match.badness !== other.badness) return match.badness < other.badness;
  return match.end - match.start > other.end - other.start;
}

/** Offers the words that have the letters of a phrase. @returns for every word whether it is written as it should be */
function findSpelled(
  heard: HeardText,
  { byKey, longestKey }: VocabularyIndex,
  offer: (match: PhraseMatch) => void,
): readonly boolean[] {
  const { words, text } = heard;
  const isSettled = words.map(() => false);
  for (let start = 0; start < words.length; start++) {
    let key = '';
    for (let end = start + 1; end <= words.length; end++) {
      const word = words[end - 1];
      if (word === undefined || (end - 1 > start && !word.joinsPrevious && !isInside(heard, end - 1))) break;
      key += word.key;
      if (key.length > longestKey) break;
      const phrases = byKey.get(key) ?? [];
      const range = { start, end };
      const from = words[start]?.start ?? 0;
      const written = phrases.find(({ written: spelling, leadLength }) =>
        text.startsWith(spelling, from - leadLength),
      );
      if (written !== undefined) {
        isSettled.fill(true, start, end);
        offer({ ...range, phrase: written, badness: 0 });
        continue;
      }
      const respelled = phrases.find(
        (phrase) => hasSigns(heard, from, phrase) || mayRespell(heard, range, phrase),
      );
      if (respelled !== undefined) offer({ ...range, phrase: respelled, badness: 0 });
    }
  }
  return isSettled;
}

/** The signs of the phrase are there: what is written `c++` can be nothing else. */
function hasSigns({ text }: HeardText, from: number, { written, leadLength }: VocabularyPhrase): boolean {
  const start = from - leadLength;
  return (
    /[^\p{L}\p{M}\p{N}\s]/u.test(written) &&
    text.slice(start, start + written.length).toLowerCase() === written.toLowerCase()
  );
}

/** Written together with the word before, by a sign that no sentence is cut at. */
function isInside({ words, text }: HeardText, word: number): boolean {
  const between = text.slice(words[word - 1]?.end, words[word]?.start);
  return between !== '' && !/\s/u.test(between) && between.length <= 3;
}

/** A saying that may begin with a word. */
interface Candidate {
  readonly saying: number;
  readonly start: number;
}

/** Words of one phrase: as many as somebody says in a breath. */
const maxWords = 16;

/** Sayings that have about the consonants of some words in a row. */
function findCandidates(
  stream: SoundStream,
  { words }: HeardText,
  { index, isSettled }: Pick<JudgeContext, 'index' | 'isSettled'>,
): Candidate[] {
  const { consonants, phrases } = index;
  const classes = words.map((_word, place) =>
    consonants.classesOf(stream.sounds.subarray(stream.starts[place], stream.starts[place + 1])),
  );
  const candidates: Candidate[] = [];
  for (let start = 0; start < words.length; start++) {
    if (isSettled[start] === true || words[start]?.kind === 'suffix') continue;
    const found = new Set<number>();
    let heard: number[] = [];
    for (let end = start + 1; end <= Math.min(words.length, start + maxWords); end++) {
      if (end - 1 > start && !isJoined(words[end - 1], isSettled[end - 1])) break;
      heard = [...heard, ...(classes[end - 1] ?? [])];
      const length = (stream.starts[end] ?? 0) - (stream.starts[start] ?? 0);
      const allowed = allowedCost(words.slice(start, end), { length, phraseCount: phrases.length });
      if (allowed < 0) continue;
      const differences = Math.min(2, Math.floor((allowed * length) / cheapDifference)) as Differences;
      consonants.find(Uint8Array.from(heard), differences, (saying) => found.add(saying));
    }
    for (const saying of found) candidates.push({ saying, start });
  }
  return candidates;
}

/** Nothing that makes another consonant costs less. */
const cheapDifference = 0.45;

function isJoined(word: HeardWord | undefined, isSettled: boolean | undefined): boolean {
  return word?.joinsPrevious === true && isSettled === false;
}

interface JudgeContext {
  readonly heard: HeardText;
  readonly stream: SoundStream;
  readonly index: VocabularyIndex;
  readonly isSettled: readonly boolean[];
  readonly tools: MatchTools;
  /** The last word that may belong to what begins with each. */
  readonly lastWords: readonly number[];
  readonly most: number;
}

function judge(
  { saying: place, start }: Candidate,
  context: JudgeContext,
  offer: (match: PhraseMatch) => void,
): void {
  const { heard, stream, index, tools, lastWords, most } = context;
  const saying = index.sayings[place];
  if (saying === undefined || (saying.phrase.kind === 'han') !== (heard.words[start]?.kind === 'han')) return;
  const at = { stream, startWord: start, lastWord: lastWords[start] ?? start };
  for (const fit of tools.aligner.fit(saying.sounds, at, saying.guessed ? mostGuessed : most)) {
    const words = heard.words.slice(start, fit.endWord);
    const { length } = fit;
    const allowed = allowedCost(words, { length, phraseCount: index.phrases.length });
    if (allowed < 0 || isInflected(words, saying)) continue;
    const perSound = Math.min(fit.cost, carefulCost(saying, { at, fit, tools, most })) / length;
    if (perSound > allowed) continue;
    // Where nothing is allowed, it is the same.
    const badness = allowed === 0 ? 0 : perSound / allowed;
    offer({ start, end: fit.endWord, phrase: saying.phrase, badness: Math.max(badness, leastSounding) });
  }
}

/** Above 0: what is spelled like a phrase is it rather than what only sounds like one. */
const leastSounding = 1e-3;
/** Of a rough reading, which a careful one may better. */
const mostGuessed = 0.5;

interface RoughFit {
  readonly at: AlignedPlace;
  readonly fit: Fit;
  readonly tools: MatchTools;
  readonly most: number;
}

function carefulCost(saying: Saying, { at, fit, tools, most }: RoughFit): number {
  if (!saying.guessed || fit.cost === 0) return fit.cost;
  const sounds = guessSaying(saying, tools.english);
  const careful = tools.aligner.fit(sounds, { ...at, lastWord: fit.endWord - 1 }, most);
  return careful.find(({ endWord }) => endWord === fit.endWord)?.cost ?? Infinity;
}

function lastJoined({ words }: HeardText, start: number, isSettled: readonly boolean[]): number {
  let last = start;
  while (isJoined(words[last + 1], isSettled[last + 1])) last += 1;
  return last;
}

/** With a form of the phrase itself, which is spelled right: "Kubernetes" is not to replace what says "kubernetesed". */
function isInflected(words: readonly { readonly key: string }[], { phrase }: Saying): boolean {
  const written = phrase.written.toLowerCase();
  return words.some(({ key }) => key.startsWith(written) && isEnding(key.slice(written.length), written));
}

/** The last letter may be doubled: "grepped". */
function isEnding(rest: string, stem: string): boolean {
  const ending = rest.startsWith(stem.slice(-1)) ? rest.slice(1) : rest;
  return /^(?:s|es|d)$/.test(rest) || [rest, ending].some((letters) => /^(?:ed|ing|er|ers)$/.test(letters));
}

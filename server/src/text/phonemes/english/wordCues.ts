import { wordAfter, wordBefore, type Sentence } from './spokenWord.ts';

export type WordRole = 'noun' | 'verb' | 'adjective';

/**
 * Guesses the part of speech from the words around: cheap, and right for most ordinary sentences.
 *
 * @returns nothing when no cue speaks
 */
export function roleFromCues(sentence: Sentence, index: number): WordRole | undefined {
  const before = wordBeforeAdverbs(sentence, index);
  const after = wordAfter(sentence, index);
  if (before === '') return startsImperative(sentence, index) ? 'verb' : undefined;
  if (leadsVerb(before)) return 'verb';
  if (before === 'that') return isDeterminer(after) || isObjectPronoun(after) ? 'verb' : 'noun';
  if (isDeterminer(before) || before.endsWith("'s") || before.endsWith("s'")) return 'noun';
  if (subjectPronouns.has(before) || before.endsWith("'d")) return 'verb';
  if (isFormOfBe(before)) return 'adjective';
  if (prepositions.has(before)) return 'noun';
  if (isAskedByAuxiliary(sentence, index)) return 'verb';
  if (before === 'and' || before === 'or') return roleOfPartner(sentence, index);
  return isDeterminer(after) || isObjectPronoun(after) ? 'verb' : undefined;
}

export function isDeterminer(word: string): boolean {
  return determiners.has(word);
}

/** After these comes a bare verb: "to", "will", "don't", "they'll". */
export function leadsVerb(word: string): boolean {
  return verbLeads.has(word) || word.endsWith("n't") || word.endsWith("'ll");
}

export function isFormOfBe(word: string): boolean {
  return /^(is|are|was|were|be|been|being|am|isn't|aren't|wasn't|weren't|.*'(m|re))$/.test(word);
}

export function isFormOfHave(word: string): boolean {
  return /^(have|has|had|having|haven't|hasn't|hadn't|.*'ve)$/.test(word);
}

/** The nearest word before that is no adverb: "has never read". */
export function wordBeforeAdverbs(sentence: Sentence, index: number): string {
  let at = index;
  let before = wordBefore(sentence, at);
  while (index - at < 4 && isAdverb(before)) {
    at--;
    before = wordBefore(sentence, at);
  }
  return before;
}

/** The words of the same phrase before this one, at most twelve. */
export function phraseBefore(sentence: Sentence, index: number): string[] {
  const words: string[] = [];
  for (let at = index; words.length < 12 && wordBefore(sentence, at) !== ''; at--) {
    words.unshift(wordBefore(sentence, at));
  }
  return words;
}

function isAdverb(word: string): boolean {
  return adverbs.has(word) || (word.length > 4 && word.endsWith('ly') && !notAdverbs.has(word));
}

/** "Record the song." */
function startsImperative(sentence: Sentence, index: number): boolean {
  const after = wordAfter(sentence, index);
  return isDeterminer(after) || isObjectPronoun(after);
}

/** "What time does the library close?" */
function isAskedByAuxiliary(sentence: Sentence, index: number): boolean {
  const words = phraseBefore(sentence, index);
  const auxiliary = words.findLastIndex((word) => askingVerbs.has(word));
  return (
    auxiliary !== -1 &&
    words.length - auxiliary <= 4 &&
    (isDeterminer(words[auxiliary + 1] ?? '') || subjectPronouns.has(words[auxiliary + 1] ?? ''))
  );
}

/** What "and" joins is alike: "to buy and read", "the money and produce". */
function roleOfPartner(sentence: Sentence, index: number): WordRole | undefined {
  const words = phraseBefore(sentence, index).slice(0, -1);
  const before = words.at(-2) ?? '';
  if (verbLeads.has(before) || subjectPronouns.has(before)) return 'verb';
  return isDeterminer(before) || prepositions.has(before) ? 'noun' : undefined;
}

function isObjectPronoun(word: string): boolean {
  return objectPronouns.has(word);
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const determiners = list(
  'a an the this these those my your his her its our their some any no each every another either neither whose which what all both many few several such one two three four five six seven eight nine ten hundred thousand',
);
const verbLeads = list(
  "to will would can could shall should may might must cannot do does did don't let's lets please help helps helped make makes made let not",
);
const askingVerbs = list('do does did will would can could should shall may might must');
const subjectPronouns = list('i you he she it we they who');
const objectPronouns = list('it them him me us you');
const prepositions = list(
  'of in on at for with from by about into onto through during after before without under over between among against as than per like',
);
const adverbs = list(
  'not never always also just still ever now really often soon then only even already simply usually',
);
const notAdverbs = list(
  'family italy supply reply apply only early daily weekly friendly lovely july fly rely',
);

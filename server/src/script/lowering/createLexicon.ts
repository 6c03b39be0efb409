import { respellingToIpa } from '../../text/phonemes/respellingToIpa.ts';
import type { TextEdit, TextRange } from '../../text/textRange.ts';
import type { LexiconEntry } from '../frontMatter/frontMatter.ts';
import { lowerBound } from './lowerBound.ts';
import type { PlanSpan, Pronunciation } from './plan.ts';
import { mappingsIn, replaceText, sourceOf } from './replaceText.ts';
import type { DraftedText } from './utteranceDraft.ts';

/**
 * Says the words of a lexicon as it wants them: an alias takes the word's place in the text, a pronunciation becomes a
 * span around it.
 *
 * Whole words only, the longest entry first; a possessive `'s` may follow. An entry without capitals stands for the word
 * however it is written; one with capitals only as it is written or all in capitals, so that `Polish` leaves `polish`
 * alone. What the author pronounced or replaced at its place stays, and so does a word in which a span begins or ends.
 */
export function createLexicon(entries: Iterable<LexiconEntry>): (drafted: DraftedText) => DraftedText {
  const lexicon = indexEntries(entries);
  if (lexicon.size === 0) return (drafted) => drafted;
  return (drafted) => {
    const found = findEntries(drafted, lexicon);
    if (found.length === 0) return drafted;
    const aliases = found.flatMap(({ range, spoken }): TextEdit[] =>
      'alias' in spoken ? [{ ...range, text: spoken.alias }] : [],
    );
    const spans = found.flatMap(({ range, spoken }): PlanSpan[] =>
      'alias' in spoken ? [] : [pronunciationSpan(drafted, range, spoken)],
    );
    return replaceText({ ...drafted, spans: [...drafted.spans, ...spans].toSorted(byPlace) }, aliases);
  };
}

interface SpokenEntry {
  readonly written: string;
  /** Where the first word begins in what is written: 1 in `.NET`. */
  readonly wordOffset: number;
  readonly spoken: { readonly alias: string } | Pronunciation;
}

/** By the first word in lower case, the longest first. */
type EntryIndex = ReadonlyMap<string, readonly SpokenEntry[]>;

const word = /[\p{L}\p{M}\p{N}]+/gu;
const letter = /[\p{L}\p{M}\p{N}_]/u;
/** An apostrophe inside of a word, unless it makes a possessive: `don't`, but not `Kaede's`. */
const innerApostrophe = /^['’](?!s(?![\p{L}\p{M}\p{N}]))\p{L}/iu;

function indexEntries(entries: Iterable<LexiconEntry>): EntryIndex {
  const index = new Map<string, SpokenEntry[]>();
  for (const entry of entries) {
    const written = entry.word.trim();
    const spoken = toSpoken(entry.spoken);
    const [first] = written.matchAll(word);
    if (spoken === null || first === undefined) continue;
    const key = first[0].toLowerCase();
    const list = index.get(key) ?? [];
    list.push({ written, wordOffset: first.index, spoken });
    index.set(key, list);
  }
  for (const list of index.values()) list.sort((left, right) => right.written.length - left.written.length);
  return index;
}

function toSpoken(spoken: LexiconEntry['spoken']): SpokenEntry['spoken'] | null {
  if (spoken.kind === 'alias') return { alias: spoken.text };
  if (spoken.kind !== 'respelling') return { alphabet: spoken.kind, phonemes: spoken.phonemes };
  const phonemes = respellingToIpa(spoken.text);
  return phonemes === null ? null : { alphabet: 'ipa', phonemes };
}

interface FoundEntry {
  readonly range: TextRange;
  readonly spoken: SpokenEntry['spoken'];
}

function findEntries(drafted: DraftedText, index: EntryIndex): FoundEntry[] {
  const { text } = drafted;
  const found: FoundEntry[] = [];
  let isFree: ((range: TextRange) => boolean) | null = null;
  let end = 0;
  for (const match of text.matchAll(word)) {
    if (match.index < end) continue;
    for (const entry of index.get(match[0].toLowerCase()) ?? []) {
      const startOffset = match.index - entry.wordOffset;
      const range = { startOffset, endOffset: startOffset + entry.written.length };
      if (startOffset < end || !isWrittenAt(text, range, entry.written)) continue;
      isFree ??= createFreeCheck(drafted);
      if (!isFree(range)) continue;
      found.push({ range, spoken: entry.spoken });
      end = range.endOffset;
      break;
    }
  }
  return found;
}

function isWrittenAt(text: string, { startOffset, endOffset }: TextRange, written: string): boolean {
  const there = text.slice(startOffset, endOffset);
  const isSame =
    there === written ||
    (written === written.toLowerCase() ? there.toLowerCase() === written : there === written.toUpperCase());
  if (!isSame) return false;
  const before = text.slice(Math.max(0, startOffset - 1), startOffset);
  const after = text.slice(endOffset, endOffset + 4);
  const isStart = !letter.test(before) || !letter.test(there.slice(0, 1));
  const isEnd = !letter.test(after.slice(0, 1)) || !letter.test(there.slice(-1));
  return isStart && isEnd && !innerApostrophe.test(after);
}

/** Whether nothing is said of a stretch already, and no span begins or ends inside of it. */
function createFreeCheck({ spans, sourceMap, points }: DraftedText): (range: TextRange) => boolean {
  const pronounced = spans.filter(({ pronunciation }) => pronunciation !== undefined);
  const borders = [
    ...spans.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]),
    ...points.map(({ offset }) => offset),
  ].sort((left, right) => left - right);
  return (range) => {
    const next = borders[lowerBound(borders.length, (index) => (borders[index] ?? 0) > range.startOffset)];
    return (
      (next === undefined || next >= range.endOffset) &&
      !mappingsIn(sourceMap, range).some(({ isReplacement }) => isReplacement === true) &&
      !pronounced.some((span) => span.startOffset < range.endOffset && range.startOffset < span.endOffset)
    );
  };
}

function pronunciationSpan(drafted: DraftedText, range: TextRange, pronunciation: Pronunciation): PlanSpan {
  const ability = `pronunciation:${pronunciation.alphabet}` as const;
  const source = sourceOf(drafted, range) ?? drafted.source;
  return { ...range, source, pronunciation, asked: [{ ability, source: null }] };
}

/** Outer spans first; of equal ones the later is the inner one. */
function byPlace(left: PlanSpan, right: PlanSpan): number {
  return left.startOffset - right.startOffset || right.endOffset - left.endOffset;
}

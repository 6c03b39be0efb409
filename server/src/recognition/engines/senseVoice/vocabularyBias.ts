import { toSpokenParts } from '../../vocabulary/spokenWords.ts';
import { findBiasedPath } from './biasedPath.ts';
import { headFrameCount, type FrameScores } from './ctcDecoding.ts';
import { createPhraseTrie, type PhraseTrie } from './phraseTrie.ts';
import type { SenseVoiceAnswer } from './senseVoiceModel.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Makes phrases likelier than the model says. */
export interface VocabularyBias {
  /** Whether a list is looked for in the logits. */
  isUsed(phrases: readonly string[]): boolean;
  /** @returns the frames as they are where such phrases are likelier; the head as it is */
  apply(answer: SenseVoiceAnswer, phrases: readonly string[]): FrameScores;
}

/** @param blankId  of the piece that says nothing */
export function createVocabularyBias(vocabulary: Vocabulary, blankId: number): VocabularyBias {
  const { pieces } = vocabulary;
  const ids = new Map<string, number>();
  pieces.forEach((piece, id) => {
    if (!vocabulary.isMarkup(id)) ids.set(piece, id);
  });
  const tries = new WeakMap<readonly string[], PhraseTrie>();
  const trieOf = (phrases: readonly string[]): PhraseTrie => {
    const known = tries.get(phrases);
    if (known !== undefined) return known;
    const trie = createPhraseTrie(
      phrases.flatMap((phrase) => spellings(phrase).flatMap((spelling) => toPieces(spelling, ids) ?? [])),
      boostOf(phrases.length),
    );
    tries.set(phrases, trie);
    return trie;
  };
  return {
    isUsed: ({ length }) => length > 0 && length <= longestList,
    apply({ frames, logits }, phrases) {
      if (logits === null) return frames;
      const speech = findBiasedPath({ values: logits, pieceCount: pieces.length }, trieOf(phrases), blankId);
      const chosen = frames.ids.slice();
      chosen.set(speech, headFrameCount);
      const maxima = frames.maxima.map((maximum, frame) => {
        const id = chosen[frame] ?? 0;
        if (id === frames.ids[frame]) return maximum;
        return logits[(frame - headFrameCount) * pieces.length + id] ?? maximum;
      });
      return { ids: chosen, maxima, logSums: frames.logSums };
    },
  };
}

/** Longer ones are no list of what somebody thinks of, and would fill the memory. */
const longestList = 5000;

/** How much likelier a piece becomes, as a natural logarithm; less where something of the list is in everything. */
function boostOf(phraseCount: number): number {
  return 1.5 * Math.max(0.25, 1 - 0.25 * Math.max(0, Math.log10(phraseCount / 100)));
}

/** As it is written, and as it is said: identifiers in words. */
function spellings(phrase: string): string[] {
  const parts = toSpokenParts(phrase);
  const said = parts.map(({ kind, letters }) => (kind === 'han' ? letters : ` ${letters}`)).join('');
  const plain = phrase.trim();
  return [...new Set([plain, plain.toLowerCase(), said.trim()])].filter((spelling) => spelling !== '');
}

const wordStart = '\u2581';
/** Fewer would be heard in everything. */
const fewestPieces = 2;

/**
 * The longest pieces from the left. The model's own tokenizer may cut otherwise; what it does not write like that is
 * not helped.
 *
 * @returns with and without the mark of a word before it; null where it cannot be written
 */
function toPieces(spelling: string, ids: ReadonlyMap<string, number>): number[][] | null {
  const marked = spelling.replace(/\s+/gu, wordStart);
  const startsSpaced = /^[\p{Script=Latin}\p{N}]/u.test(spelling);
  const found = [marked, ...(startsSpaced ? [wordStart + marked] : [])]
    .map((text) => cut(text, ids))
    .filter((pieces) => pieces !== null && pieces.length >= fewestPieces);
  return found.length === 0 ? null : found.filter((pieces) => pieces !== null);
}

const longestPiece = 24;

function cut(text: string, ids: ReadonlyMap<string, number>): number[] | null {
  const pieces: number[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + longestPiece);
    while (end > start && !ids.has(text.slice(start, end))) end -= 1;
    const id = ids.get(text.slice(start, end));
    if (end === start || id === undefined) return null;
    pieces.push(id);
    start = end;
  }
  return pieces;
}

import { startsSentence } from './acceptance.ts';
import { findMatches, isBetter, type MatchTools, type PhraseMatch } from './findMatches.ts';
import { readHeardText, type HearingTools, type HeardText } from './heardText.ts';
import type { VocabularyIndex } from './vocabularyIndex.ts';

/** A stretch of a text, `[start, end)`, and what it is to be. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly written: string;
}

export interface CorrectionTools extends HearingTools, MatchTools {}

/**
 * What of a text is to be written as the vocabulary says. What is decided on a word depends on the words before it and
 * on a few after it only, so that a text that grows keeps what was decided well before its end.
 *
 * @param confidenceAt  of the word at a place of the text, 0 to 1; null where the engine does not know
 * @returns in order; none overlaps another
 */
export function findReplacements(
  text: string,
  { index, tools }: { readonly index: VocabularyIndex; readonly tools: CorrectionTools },
  confidenceAt: (index: number) => number | null = () => null,
): Replacement[] {
  if (index.phrases.length === 0 || text.length > longestText) return [];
  const heard = readHeardText(text, tools, confidenceAt);
  const matches = findMatches(heard, index, tools);
  const replacements: Replacement[] = [];
  for (let word = 0; word < matches.length;) {
    const match = matches[word] ?? null;
    if (match === null || hasBetterInside(match, matches)) {
      word += 1;
      continue;
    }
    word = match.end;
    const replacement = toReplacement(match, heard);
    if (text.slice(replacement.start, replacement.end) !== replacement.written)
      replacements.push(replacement);
  }
  return replacements;
}

/** Nobody says so much in one segment. */
const longestText = 20_000;

/** @param replacements  in order, none of which overlap */
export function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  let result = '';
  let end = 0;
  for (const replacement of replacements) {
    result += text.slice(end, replacement.start) + replacement.written;
    end = replacement.end;
  }
  return result + text.slice(end);
}

function hasBetterInside(match: PhraseMatch, matches: readonly (PhraseMatch | null)[]): boolean {
  for (let word = match.start + 1; word < match.end; word++) {
    const other = matches[word] ?? null;
    if (other !== null && isBetter(other, match)) return true;
  }
  return false;
}

function toReplacement({ start, end, phrase }: PhraseMatch, { words, text }: HeardText): Replacement {
  const wordStart = words[start]?.start ?? 0;
  const lead = phrase.written.slice(0, phrase.leadLength);
  const hasLead = lead !== '' && text.slice(0, wordStart).endsWith(lead);
  const from = hasLead ? wordStart - lead.length : wordStart;
  const wordsEnd = words[end - 1]?.end ?? wordStart;
  const tail = /[^\p{L}\p{M}\p{N}]*$/u.exec(phrase.written)?.[0] ?? '';
  const hasTail = tail !== '' && text.startsWith(tail, wordsEnd);
  const keepsCapital =
    phrase.kind === 'plain' && /^\p{Lu}/u.test(text.slice(wordStart)) && startsSentence(text, from);
  const written = keepsCapital
    ? phrase.written.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    : phrase.written;
  return { start: from, end: hasTail ? wordsEnd + tail.length : wordsEnd, written };
}

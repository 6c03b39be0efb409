import { findBreak, readAtoms, type Atom, type UncutAtoms } from './clauseBreaks.ts';
import { readSentences } from './sentences.ts';
import type { TextRange } from './textRange.ts';

/** A stretch of text that is spoken at once. */
export interface ClauseUnit extends TextRange {
  /** What ends with it; `none` where a long clause had to be cut in its middle. */
  readonly breakAfter: 'none' | 'clause' | 'sentence' | 'paragraph';
}

/** How much is spoken at once. Characters are counted as they are said: a digit or a sign counts as a short word. */
export interface ClauseLimits {
  /** Words of the first unit, so that its sound comes early; each later one may be `growthFactor` times longer. */
  readonly firstWords: number;
  readonly growthFactor: number;
  /** Sentences are joined up to so many words. */
  readonly joinedWords: number;
  /** No unit is longer; a fifth more is accepted where it saves cutting a sentence. */
  readonly maxWords: number;
  /** No unit is longer, without exception. */
  readonly maxCharacters: number;
}

/** About four seconds of speech first, then up to what keeps a sentence's melody and stays far under 500 phonemes. */
export const defaultClauseLimits: ClauseLimits = {
  firstWords: 10,
  growthFactor: 2,
  joinedWords: 24,
  maxWords: 40,
  maxCharacters: 320,
};

/**
 * The units a text is spoken in, in order; together they cover the text, and white space belongs to the unit before it.
 * Whole sentences are kept where they fit, joined where they are short and cut where they are long: after `; : — , )`,
 * before conjunctions, at white space, and between grapheme clusters where there is none. Numbers are not cut.
 *
 * @param language  BCP-47
 */
export function splitClauses(
  text: string,
  language: string,
  limits: ClauseLimits = defaultClauseLimits,
): ClauseUnit[] {
  return [...readClauses(text, language, limits)];
}

/** The same as {@link splitClauses}, one by one, for texts of any length. */
export function* readClauses(
  text: string,
  language: string,
  limits: ClauseLimits = defaultClauseLimits,
): Generator<ClauseUnit> {
  let allowedWords = limits.firstWords;
  let open: OpenUnit | undefined;
  for (const sentence of readSentences(text, language)) {
    const atoms = readAtoms(text, sentence);
    for (const part of cutSentence(atoms, { limits, allowedWords, open })) {
      if (open !== undefined && part.isJoined) open = join(open, part);
      else {
        if (open !== undefined) {
          yield close(open);
          allowedWords = Math.min(limits.maxWords, allowedWords * limits.growthFactor);
        }
        open = part;
      }
    }
    if (open !== undefined && sentence.endsLine) {
      yield sentence.endsParagraph ? { ...close(open), breakAfter: 'paragraph' } : close(open);
      allowedWords = Math.min(limits.maxWords, allowedWords * limits.growthFactor);
      open = undefined;
    }
  }
  if (open !== undefined) yield close(open);
}

/** A unit that the next sentence may still join. */
interface OpenUnit extends ClauseUnit {
  readonly words: number;
  readonly characters: number;
}

interface SentencePart extends OpenUnit {
  readonly isJoined: boolean;
}

interface CutState {
  readonly limits: ClauseLimits;
  readonly allowedWords: number;
  readonly open: OpenUnit | undefined;
}

/** A sentence in one part, joined to the open unit where both are short, or in several. */
function cutSentence(atoms: readonly Atom[], { limits, allowedWords, open }: CutState): SentencePart[] {
  const whole = measure(atoms);
  const together = {
    words: whole.words + (open?.words ?? 0),
    characters: whole.characters + (open?.characters ?? 0),
  };
  const joinLimit = Math.min(limits.joinedWords, allowedWords);
  const isEmpty = whole.words === 0 || open?.words === 0;
  if (open !== undefined && open.breakAfter === 'sentence' && together.characters <= limits.maxCharacters) {
    if (isEmpty || together.words <= joinLimit) return [toPart(atoms, 'sentence', true)];
  }
  const parts: SentencePart[] = [];
  let from = 0;
  let allowed =
    open === undefined ? allowedWords : Math.min(limits.maxWords, allowedWords * limits.growthFactor);
  while (from < atoms.length) {
    const rest = { atoms, from, allowedWords: allowed, maxCharacters: limits.maxCharacters };
    const end = fits(rest) ? atoms.length : findBreak(rest);
    const isClause = (atoms[end - 1]?.strength ?? 0) > 0;
    parts.push(
      toPart(atoms.slice(from, end), end === atoms.length ? 'sentence' : isClause ? 'clause' : 'none', false),
    );
    from = end;
    allowed = Math.min(limits.maxWords, allowed * limits.growthFactor);
  }
  return parts;
}

/** Whether all that is left is short enough; looks no further than it has to. */
function fits({ atoms, from, allowedWords, maxCharacters }: UncutAtoms): boolean {
  let words = 0;
  let characters = 0;
  for (let index = from; index < atoms.length; index++) {
    words += atoms[index]?.words ?? 0;
    characters += atoms[index]?.characters ?? 0;
    if (words > allowedWords * 1.2 || characters > maxCharacters) return false;
  }
  return true;
}

function measure(atoms: readonly Atom[]): { readonly words: number; readonly characters: number } {
  let words = 0;
  let characters = 0;
  for (const atom of atoms) {
    words += atom.words;
    characters += atom.characters;
  }
  return { words, characters };
}

function toPart(
  atoms: readonly Atom[],
  breakAfter: ClauseUnit['breakAfter'],
  isJoined: boolean,
): SentencePart {
  const startOffset = atoms[0]?.startOffset ?? 0;
  const endOffset = atoms.at(-1)?.endOffset ?? startOffset;
  return { startOffset, endOffset, breakAfter, isJoined, ...measure(atoms) };
}

function join(open: OpenUnit, part: OpenUnit): OpenUnit {
  const words = open.words + part.words;
  return { ...part, startOffset: open.startOffset, words, characters: open.characters + part.characters };
}

function close({ startOffset, endOffset, breakAfter }: OpenUnit): ClauseUnit {
  return { startOffset, endOffset, breakAfter };
}

import { toSpokenParts, type SpokenPart } from '../../../../protocol/spokenParts.ts';
import { findFillers } from './fillers.ts';
import { mendGap, type GapSide } from './mendGap.ts';
import { searchTree, type ReplacementTree } from './replacementTree.ts';

/** How what was heard is worded. */
export interface Wording {
  readonly tree: ReplacementTree;
  readonly leavesOutFillers: boolean;
}

/** A stretch of what was heard and what has become of it, both `[start, end)` in UTF-16 code units. */
export interface RewordedStretch {
  readonly heardStart: number;
  readonly heardEnd: number;
  readonly start: number;
  readonly end: number;
  /** It is a replacement, to be left as it is. */
  readonly isReplaced: boolean;
}

export interface RewordedText {
  readonly text: string;
  /** Words in order; what was left out has none, and what stands between words is in none. */
  readonly stretches: readonly RewordedStretch[];
  readonly isChanged: boolean;
  /**
   * The text is certain up to here, whatever follows what was heard: at the end of a word that stays, and neither it nor
   * anything before it can become part of a replacement.
   */
  readonly settledEnd: number;
}

/**
 * Writes what was heard with its replacements, the first that begins and of these the longest, and without its fillers.
 * What is written is not looked at again.
 *
 * @param language  BCP-47, of the fillers; null: unknown, and all stay
 */
export function reword(
  heard: string,
  {
    wording: { tree, leavesOutFillers },
    language,
  }: { readonly wording: Wording; readonly language: string | null },
): RewordedText {
  const parts = toSpokenParts(heard);
  const fillers = leavesOutFillers ? findFillers(heard, language) : [];
  const isFiller = parts.map(({ start, end }) =>
    fillers.some((filler) => filler.start <= start && end <= filler.end),
  );
  const found = findPieces(parts, tree, isFiller);
  const { pieces } = found;
  const settled = lastSettled(found, parts);
  if (pieces.every(({ written }) => written === null))
    return { ...unchanged(heard, parts), settledEnd: pieces[settled]?.end ?? 0 };
  const { text, stretches, ends } = write(heard, pieces);
  return { text, stretches, isChanged: true, settledEnd: ends[settled] ?? 0 };
}

interface Piece {
  /** In what was heard. */
  readonly start: number;
  readonly end: number;
  /** Index of the part behind it. */
  readonly partEnd: number;
  /** Null: as it was heard; empty: left out. */
  readonly written: string | null;
}

function findPieces(
  parts: readonly SpokenPart[],
  tree: ReplacementTree,
  isFiller: readonly boolean[],
): { readonly pieces: readonly Piece[]; readonly openIndex: number } {
  const pieces: Piece[] = [];
  let openIndex = parts.length;
  for (let at = 0; at < parts.length;) {
    const part = parts[at];
    if (part === undefined) break;
    const isLeft = (index: number): boolean => isFiller[index] === true;
    const { match, isOpen } = part.beginsWord
      ? searchTree(tree, parts, { start: at, isLeft })
      : { match: null, isOpen: false };
    if (isOpen) openIndex = Math.min(openIndex, at);
    const partEnd = match?.end ?? at + 1;
    const written = match?.written ?? (isLeft(at) ? '' : null);
    pieces.push({ start: part.start, end: parts[partEnd - 1]?.end ?? part.end, partEnd, written });
    at = partEnd;
  }
  return { pieces, openIndex };
}

function unchanged(heard: string, parts: readonly SpokenPart[]): Omit<RewordedText, 'settledEnd'> {
  const stretches = parts.map(({ start, end }) => ({
    heardStart: start,
    heardEnd: end,
    start,
    end,
    isReplaced: false,
  }));
  return { text: heard, stretches, isChanged: false };
}

/** @returns index of the last piece that is certain, as is all before it; -1: none is */
function lastSettled(
  { pieces, openIndex }: { readonly pieces: readonly Piece[]; readonly openIndex: number },
  parts: readonly SpokenPart[],
): number {
  return pieces.findLastIndex(({ written, partEnd }) => {
    const part = parts[partEnd - 1];
    const held = part !== undefined && isLetterAlone(part) ? heldLetters : heldParts;
    return (
      written === null && part?.endsWord === true && partEnd <= openIndex && partEnd + held <= parts.length
    );
  });
}

/** What is a filler is told by the part that follows it, in scripts without spaces by as many as the longest has. */
const heldParts = 1;
const heldLetters = 10;

function isLetterAlone({ key }: SpokenPart): boolean {
  return /^[\p{Script=Han}\p{scx=Hira}]/u.test(key);
}

interface Written {
  readonly text: string;
  readonly stretches: readonly RewordedStretch[];
  /** Of each piece in the text. */
  readonly ends: readonly number[];
}

function write(heard: string, pieces: readonly Piece[]): Written {
  const shown = pieces.filter(({ written }) => written !== '');
  if (shown.length === 0) return { text: '', stretches: [], ends: [] };
  const isAlone = shown.length === 1 && shown[0]?.written !== null;
  const stretches: RewordedStretch[] = [];
  const ends: number[] = [];
  let text = '';
  let heardEnd = 0;
  let before: GapSide = null;
  const gap: { leftOut: { readonly start: number; readonly end: number } | null } = { leftOut: null };
  const fillGap = (start: number, after: GapSide): boolean => {
    const { leftOut } = gap;
    const gapped =
      leftOut === null
        ? ([heard.slice(heardEnd, start)] as const)
        : ([heard.slice(heardEnd, leftOut.start), heard.slice(leftOut.end, start)] as const);
    const { text: between, beginsSentence } = mendGap({ before, after, pieces: gapped });
    text += isAlone ? between.replaceAll(/[,.;:!?…，。；：！？、¿¡\s]/gu, '') : between;
    return leftOut !== null && beginsSentence && /^\p{Lu}/u.test(heard.slice(leftOut.start));
  };
  for (const piece of pieces) {
    if (piece.written === '') {
      gap.leftOut = { start: gap.leftOut?.start ?? piece.start, end: piece.end };
      ends.push(text.length);
      continue;
    }
    const side: GapSide = piece.written === null ? 'heard' : { written: piece.written };
    const needsCapital = fillGap(piece.start, side);
    const said = heard.slice(piece.start, piece.end);
    const isIdentifier = /^\p{Lu}/u.test(heard.slice(piece.end));
    const written = piece.written ?? (needsCapital && !isIdentifier ? withCapital(said) : said);
    stretches.push({
      heardStart: piece.start,
      heardEnd: piece.end,
      start: text.length,
      end: text.length + written.length,
      isReplaced: piece.written !== null,
    });
    text += written;
    ends.push(text.length);
    heardEnd = piece.end;
    before = side;
    gap.leftOut = null;
  }
  fillGap(heard.length, null);
  return { text, stretches, ends };
}

function withCapital(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}

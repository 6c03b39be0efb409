import type { TextRange } from './textRange.ts';

/** The smallest piece a sentence is cut into: a written word with the white space after it. */
export interface Atom extends TextRange {
  /** Spoken words, roughly; a character of a script without spaces counts as half a word. */
  readonly words: number;
  /** Characters as they are said, roughly. */
  readonly characters: number;
  /** How well a cut fits after it: 4 a strong mark, 3 a comma, 2 and 1 before a joining word, 0 anywhere, -1 badly, -2 never. */
  readonly strength: number;
}

/** A longer atom is cut between grapheme clusters. */
const atomCharacters = 60;
const atomShape = /[^\s，、；：。！？]*[，、；：。！？]*[”’」』）]*\s*/gu;
const ideograph =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const ideographs = new RegExp(ideograph, 'gu');
const strongEnd = /(?:[;:—；：。！？!?…]|\.{3}|(?<=\p{L}{2})\.)[”’"')\]»」』）]*\s*$|(?:^|\s)[-–—]{1,3}\s*$/u;
const commaEnd = /(?:[,，、]|[)\]」』）])[”’"')]*\s*$|[”"»]\s*$/u;
const conjunctions = set(
  'and but or nor so yet because although though while whereas unless until since if when where which who whom whose that after before as than',
);
const prepositions = set(
  'with without within by for from into onto over under through during about against between among across toward towards behind beyond near in on at to',
);
const clinging = set(
  'a an the of to in on at by for from with and or but nor my your his her its our their this that these those is are was were be been am has have had do does did will would can could should may might must not no very so as if than which who more most mr mrs ms dr prof st no vs etc',
);
const dashStart = /^[—–(“‘[]/u;

/** The atoms of one sentence, in order; together they cover it. */
export function readAtoms(text: string, range: TextRange): Atom[] {
  const pieces = cutPieces(text, range);
  return pieces.map((piece, index) => {
    const written = text.slice(piece.startOffset, piece.endOffset);
    const next = pieces[index + 1];
    const following = next === undefined ? '' : text.slice(next.startOffset, next.endOffset);
    return { ...piece, ...size(written), strength: cutStrength(written, following) };
  });
}

/** What is left of a sentence, and how much of it may be spoken at once. */
export interface UncutAtoms {
  readonly atoms: readonly Atom[];
  /** The first atom that is left. */
  readonly from: number;
  readonly allowedWords: number;
  readonly maxCharacters: number;
}

/**
 * Where to cut, as the index after the last atom to speak: the best place within both limits.
 *
 * @returns  more than `from`, even where the first atom alone is too long
 */
export function findBreak({ atoms, from, allowedWords, maxCharacters }: UncutAtoms): number {
  let words = 0;
  let characters = 0;
  let best = from + 1;
  let bestScore = -Infinity;
  for (let index = from; index < atoms.length; index++) {
    const atom = atoms[index];
    words += atom?.words ?? 0;
    characters += atom?.characters ?? 0;
    if (index > from && (words > allowedWords || characters > maxCharacters)) break;
    const score = (atom?.strength ?? 0) * 2.5 + Math.min(words, allowedWords) * 0.6 - (words < 3 ? 8 : 0);
    if (score >= bestScore && index < atoms.length - 1) {
      best = index + 1;
      bestScore = score;
    }
  }
  return best;
}

function cutPieces(text: string, range: TextRange): TextRange[] {
  const pieces: TextRange[] = [];
  const sentence = text.slice(range.startOffset, range.endOffset);
  for (const match of sentence.matchAll(atomShape)) {
    if (match[0] === '') continue;
    const startOffset = range.startOffset + match.index;
    if (match[0].trimEnd().length <= atomCharacters)
      pieces.push({ startOffset, endOffset: startOffset + match[0].length });
    else for (const part of cutClusters(match[0])) pieces.push(shift(part, startOffset));
  }
  return pieces;
}

function* cutClusters(written: string): Generator<TextRange> {
  let startOffset = 0;
  for (const { index, segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(written)) {
    const endOffset = index + segment.length;
    const isFull = endOffset - startOffset >= atomCharacters / 2 || ideograph.test(segment);
    if (!isFull || endOffset === written.length || /^\s/u.test(written.slice(endOffset, endOffset + 1)))
      continue;
    yield { startOffset, endOffset };
    startOffset = endOffset;
  }
  if (startOffset < written.length) yield { startOffset, endOffset: written.length };
}

function shift(range: TextRange, offset: number): TextRange {
  return { startOffset: range.startOffset + offset, endOffset: range.endOffset + offset };
}

function size(written: string): Pick<Atom, 'words' | 'characters'> {
  const trimmed = written.trimEnd();
  const ideographCount = trimmed.match(ideographs)?.length ?? 0;
  const digits = trimmed.match(/\p{N}/gu)?.length ?? 0;
  const capitals = trimmed.match(/\p{Lu}/gu)?.length ?? 0;
  const signs = trimmed.match(/[$£€¥%&@#+=/*°_\\|<>~^]/gu)?.length ?? 0;
  const joined = trimmed.match(/[\p{L}\p{N}][-./_@][\p{L}\p{N}]/gu)?.length ?? 0;
  const letters = trimmed.length - digits - signs - ideographCount;
  const characters = letters + 1 + (digits + signs) * 6 + ideographCount * 3 + Math.max(0, capitals - 1) * 2;
  const spoken = /[\p{L}\p{N}]/u.test(trimmed) ? 1 + joined : 0;
  const words = ideographCount > 0 ? ideographCount / 2 : spoken + Math.max(0, digits - 2) * 0.5 + signs;
  return { words, characters };
}

function cutStrength(written: string, following: string): number {
  const bare = written.trim();
  if (!/\s$/u.test(written) && following !== '' && !/[，、；：。！？]$/u.test(written)) return -1;
  if (isNumberPart(bare, following.trim())) return -2;
  const word = bare.replace(/[^\p{L}]/gu, '').toLowerCase();
  if (/^\p{Lu}?\p{Ll}{0,4}\.$/u.test(bare) && clinging.has(word)) return -2;
  if (strongEnd.test(written)) return 4;
  if (commaEnd.test(written)) return 3;
  if (dashStart.test(following)) return 3;
  const next = following.replace(/[^\p{L}]/gu, '').toLowerCase();
  if (conjunctions.has(next) && !clinging.has(word)) return 2;
  if (prepositions.has(next) && !clinging.has(word)) return 1;
  return clinging.has(word) ? -1 : 0;
}

/** `1 000`, `5 km`, `$1.2 million`, `May 3`, `No. 5`, `555 1234`, `J. K.`: what is read together. */
function isNumberPart(written: string, following: string): boolean {
  if (/\p{N}$/u.test(written) && /^[-–−+(]?\p{N}/u.test(following)) return true;
  if (/\p{N}[,.)]?$/u.test(written) && /^\p{N}{4}\b/u.test(following) && /,$/u.test(written)) return true;
  if (/\p{N}$/u.test(written)) {
    return /^(?:\p{L}{1,4}[.,;]?$|[°%$€£]|(?:thousand|million|billion|trillion|percent|o['’]clock|a\.m|p\.m)|\p{Lu}\p{Ll}{2,8}\b)/u.test(
      following,
    );
  }
  if (/^\p{N}/u.test(following)) return /^(?:\p{Lu}\p{L}{2,8}\.?|\p{L}{1,4}\.|[-+#$(]+)$/u.test(written);
  return /^\p{Lu}\.$/u.test(written) && /^\p{Lu}/u.test(following);
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** Marks the start of a word in a piece. */
const wordStart = '\u2581';

/**
 * The text of pieces: `▁` is a space, `<0xHH>` a byte of UTF-8; one space at the start is dropped.
 *
 * Source: SentencePiece, decoding of BPE pieces with byte fallback.
 */
export function piecesToText(pieces: readonly string[]): string {
  return joinBytes(pieces).replaceAll(wordStart, ' ').replace(/^ /u, '');
}

function joinBytes(pieces: readonly string[]): string {
  let text = '';
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) text += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const piece of pieces) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/u.exec(piece)?.[1];
    if (byte !== undefined) {
      bytes.push(Number.parseInt(byte, 16));
      continue;
    }
    flush();
    text += piece;
  }
  flush();
  return text;
}

/** A piece with its time. */
export interface TimedPiece {
  readonly piece: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface TimedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence: number;
}

/**
 * Words of pieces: letters, digits and apostrophes that follow each other without a `▁` are one word, numbers and
 * compounds with what is inside them (`3.5`, `10:30`, `well-known`), and each character of a script without spaces is
 * one. Punctuation belongs to the word before it, what opens a quotation or bracket to the one after it. The confidence
 * of a word is that of its least certain piece.
 */
export function piecesToWords(pieces: readonly TimedPiece[]): TimedWord[] {
  const words: TimedWord[] = [];
  // A piece of nothing but `▁` ends a word, too.
  let isAfterSpace = true;
  for (const { piece, ...timed } of pieces) {
    const text = piece.replaceAll(wordStart, ' ').trim();
    isAfterSpace ||= piece.startsWith(wordStart);
    if (text === '') continue;
    const last = words.at(-1);
    if (last !== undefined && !isAfterSpace && belongsTo(last.text, text)) {
      words[words.length - 1] = {
        text: last.text + text,
        startMs: last.startMs,
        endMs: timed.endMs,
        confidence: Math.min(last.confidence, timed.confidence),
      };
    } else {
      words.push({ text, ...timed });
    }
    isAfterSpace = piece === wordStart;
  }
  return words;
}

function belongsTo(word: string, text: string): boolean {
  if (openingPattern.test(word)) return true;
  if (markPattern.test(text)) return !openingPattern.test(text);
  return gluedPattern.test(text) && (gluedPattern.test(word.slice(-1)) || isInside(word, text));
}

/** Within a number, or a compound. */
function isInside(word: string, text: string): boolean {
  return /[\p{L}\p{N}]-$/u.test(word) || (/\p{N}[.,:]$/u.test(word) && /^\p{N}/u.test(text));
}

const openingPattern = /^[\p{Ps}\p{Pi}]+$/u;
const markPattern = /^(?!['’])[\p{P}\p{S}]+$/u;

/** What is written without spaces between its characters is not glued. */
const gluedPattern = /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}'’]+$/u;

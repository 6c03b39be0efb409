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
 * Words of pieces: letters, digits and apostrophes that follow each other without a `▁` are one word, each character of
 * a script without spaces is one, and punctuation belongs to the word before it. The confidence of a word is that of
 * its least certain piece.
 */
export function piecesToWords(pieces: readonly TimedPiece[]): TimedWord[] {
  const words: TimedWord[] = [];
  let isOpen = false;
  for (const { piece, ...timed } of pieces) {
    const startsWord = piece.startsWith(wordStart);
    const text = piece.replaceAll(wordStart, ' ').trim();
    const last = words.at(-1);
    if (text === '') {
      isOpen = false;
      continue;
    }
    const isPunctuation = /^[\p{P}\p{S}]+$/u.test(text) && !/^['’]/u.test(text);
    if (last !== undefined && !startsWord && (isPunctuation || (isOpen && gluedPattern.test(text)))) {
      words[words.length - 1] = {
        text: last.text + text,
        startMs: last.startMs,
        endMs: timed.endMs,
        confidence: Math.min(last.confidence, timed.confidence),
      };
      isOpen = !isPunctuation;
      continue;
    }
    words.push({ text, ...timed });
    isOpen = gluedPattern.test(text);
  }
  return words;
}

/** What is written without spaces between its characters is not glued. */
const gluedPattern = /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}'’]+$/u;

import type { SpokenToken } from '../spokenToken.ts';
import type { RuleInput, SpokenPiece } from './rule.ts';

/** The tokens read so far, with the punctuation that is heard around them. */
export interface TokenList {
  push(piece: SpokenPiece): void;
  /** A mark that opens something, for the next token. */
  open(mark: string, isSingleQuote?: boolean): void;
  /** A mark that shapes phrasing, for the last token; nothing before the first. */
  close(mark: string, isSingleQuote?: boolean): void;
  /** What the rules want to know of the text before an offset. */
  context(offset: number): Pick<RuleInput, 'previous' | 'isPreviousFirst' | 'isAdjacent'>;
  /** A single quote was opened and not closed, so that an apostrophe after a word can be its end. */
  readonly isSingleQuoteOpen: boolean;
  finish(): SpokenToken[];
}

/** No more marks than these are kept on one side of a token. */
const markLimit = 4;
const sentenceEnd = /[.!?…]/u;
const onlySpace = /^\s*$/u;

/** A token that may still get punctuation after it. */
type TokenDraft = Omit<SpokenToken, 'after'> & { after: string };

export function createTokenList(text: string): TokenList {
  const tokens: TokenDraft[] = [];
  let before = '';
  let isSingleQuoteOpen = false;
  const last = (): TokenDraft | undefined => tokens.at(-1);
  return {
    push({ startOffset, endOffset, words, after = '' }) {
      const spoken = words.filter((word) => word !== '');
      tokens.push({
        text: text.slice(startOffset, endOffset),
        startOffset,
        endOffset,
        words: spoken,
        before,
        after,
      });
      before = '';
    },
    open(mark, isSingleQuote = false) {
      if (isSingleQuote) isSingleQuoteOpen = true;
      if (before.length < markLimit && !before.endsWith(mark)) before += mark;
    },
    close(mark, isSingleQuote = false) {
      if (isSingleQuote) isSingleQuoteOpen = false;
      before = '';
      const token = last();
      if (token !== undefined && token.after.length < markLimit && !token.after.endsWith(mark))
        token.after += mark;
    },
    context(offset) {
      const token = last();
      if (token === undefined) return { previous: '', isPreviousFirst: false, isAdjacent: false };
      const previous = tokens.at(-2);
      const isFirst =
        previous === undefined || sentenceEnd.test(previous.after) || hasBreak(text, previous, token);
      const gap = offset - token.endOffset;
      const isAdjacent = gap < 16 && onlySpace.test(text.slice(token.endOffset, offset));
      return { previous: token.text, isPreviousFirst: isFirst, isAdjacent };
    },
    get isSingleQuoteOpen() {
      return isSingleQuoteOpen;
    },
    finish: () => tokens,
  };
}

function hasBreak(text: string, left: SpokenToken, right: SpokenToken): boolean {
  return text.slice(left.endOffset, Math.min(right.startOffset, left.endOffset + 16)).includes('\n');
}

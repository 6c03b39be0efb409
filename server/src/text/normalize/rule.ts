/** A stretch of the source with the words it is said with. */
export interface SpokenPiece {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly words: readonly string[];
  /** Punctuation to be heard after it that no character of the source gives, such as between groups of a phone number. */
  readonly after?: string;
}

/** Where a rule looks, and what came before. */
export interface RuleInput {
  readonly text: string;
  readonly offset: number;
  /** The last token, as written; empty at the start. */
  readonly previous: string;
  /** True where a sentence begins at `previous`, so that its capital says nothing. */
  readonly isPreviousFirst: boolean;
  /** True when nothing but white space (no punctuation) lies between the last token and here. */
  readonly isAdjacent: boolean;
  readonly dialect: EnglishDialect;
}

export type EnglishDialect = 'us' | 'gb';

/** Reads what begins at the offset, or answers undefined. Pieces are in source order and not empty. */
export type Rule = (input: RuleInput) => readonly SpokenPiece[] | undefined;

/** Runs a sticky expression at an offset. */
export function matchAt(expression: RegExp, text: string, offset: number): RegExpExecArray | undefined {
  expression.lastIndex = offset;
  return expression.exec(text) ?? undefined;
}

/** One piece of `length` characters at the rule's offset. */
export function piece(input: RuleInput, length: number, words: readonly string[]): SpokenPiece[] {
  return [{ startOffset: input.offset, endOffset: input.offset + length, words }];
}

/** Nothing alphanumeric follows: the end of a written word or number. */
export const wordEnd = String.raw`(?![\p{L}\p{M}\p{N}_])`;

/**
 * One written token with the words it is said with: `$5` is one token and the words `five`, `dollars`.
 * Tokens are in source order and do not overlap; white space belongs to none.
 */
export interface SpokenToken {
  /** The token as written, `source.slice(startOffset, endOffset)`, without the punctuation around it. */
  readonly text: string;
  /** UTF-16 offsets into the source. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Lower case, apostrophes kept; a letter said by its name is one upper-case letter, in plural with `'s`. */
  readonly words: readonly string[];
  /** Punctuation between the previous token and this one that opens something: `“`, `(` or nothing. */
  readonly before: string;
  /** Punctuation after the token that shapes phrasing, any of `, . ! ? ; : — … ” )` in source order, or nothing. */
  readonly after: string;
}

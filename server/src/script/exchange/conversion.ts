import type { TextRange } from '../../text/textRange.ts';

/** What a foreign text became, or why it became nothing. */
export type Conversion =
  | { readonly isConverted: true; readonly script: string; readonly notes: readonly Note[] }
  | { readonly isConverted: false; readonly failure: Note };

/** Something of the foreign text that the script says otherwise or not at all; the range is into that text. */
export interface Note extends TextRange {
  /** One sentence. */
  readonly message: string;
}

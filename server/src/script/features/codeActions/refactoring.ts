import type { TextRange } from '../../../text/textRange.ts';

/** A change that somebody may want. */
export interface Refactoring {
  readonly title: string;
  /** `refactor.rewrite.emotion` and the like. */
  readonly kind: string;
  /** Apart from each other, in order. */
  readonly edits: readonly { readonly range: TextRange; readonly newText: string }[];
}

import type { TextRange } from '../../text/textRange.ts';

/** What is known of what stands somewhere. */
export interface Finding {
  /** In the script. */
  readonly range: TextRange;
  readonly markdown: string;
}

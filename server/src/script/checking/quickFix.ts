import type { TextRange } from '../../text/textRange.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import type { Script } from '../tree/tree.ts';
import type { ScriptEnvironment } from './environment.ts';

/** A change that would mend what was found. */
export interface QuickFix {
  readonly title: string;
  /** Apart from each other, in order. */
  readonly edits: readonly QuickFixEdit[];
  /** Whether it is most likely what the author wants. */
  readonly isPreferred: boolean;
}

export interface QuickFixEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** The script that the finding is of; a script document is one. */
export interface FixContext {
  readonly script: Script;
  readonly frontMatter: FrontMatter;
  readonly environment: ScriptEnvironment;
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ScriptEnvironment } from './checking/environment.ts';
import type { FrontMatter } from './frontMatter/frontMatter.ts';
import type { ResolvedCast } from './frontMatter/resolvedCast.ts';
import type { Script } from './tree/tree.ts';

/** A version of an open script with all that is known of it; what features are asked of. */
export interface ScriptDocument {
  readonly uri: string;
  /** Lines and columns, and the version. Its text is the script's source. */
  readonly text: TextDocument;
  readonly script: Script;
  readonly frontMatter: FrontMatter;
  readonly cast: ResolvedCast;
  readonly environment: ScriptEnvironment;
}

import type { TextRange } from '../../text/textRange.ts';

/** Something in a script that is not as its author meant it. */
export interface ScriptDiagnostic extends TextRange {
  readonly code: DiagnosticCode;
  readonly severity: DiagnosticSeverity;
  /** One or two sentences: what is wrong, and what happens or helps. */
  readonly message: string;
  /** What a quick fix needs to know. */
  readonly fix?: FixHint;
}

export type DiagnosticSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Stable: settings and other programs name them. */
export const diagnosticCodes = [
  'unknown-tag',
  'unclosed-tag',
  'unexpected-close',
  'unknown-attribute',
  'bad-value',
  'unknown-character',
  'unused-character',
  'unknown-voice',
  'missing-file',
  'duplicate-key',
  'bad-front-matter',
  'unknown-pronunciation',
  'nested-say-conflict',
  'very-long-utterance',
  'unsupported-by-voice',
] as const;

export type DiagnosticCode = (typeof diagnosticCodes)[number];

/** Which change would help; the edits are worked out when somebody asks. */
export type FixHint =
  /** Any of these in place of the text of the range. */
  | {
      readonly kind: 'replace';
      readonly range: TextRange;
      readonly texts: readonly string[];
      /** Where the text itself is too long to be one. */
      readonly title?: string;
    }
  | { readonly kind: 'remove'; readonly range: TextRange }
  | { readonly kind: 'insert'; readonly offset: number; readonly text: string; readonly title: string }
  | { readonly kind: 'addToCast'; readonly name: string; readonly similar: readonly string[] }
  | { readonly kind: 'addToLexicon'; readonly word: string }
  | { readonly kind: 'splitUtterance' };

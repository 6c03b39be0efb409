import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDiagnostic } from '../../checking/diagnostic.ts';
import { quickFixes } from '../../checking/quickFixes.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { toLspRange } from '../lspRange.ts';
import type { Refactoring } from './refactoring.ts';
import { addToLexicon } from './addToLexicon.ts';
import { convertSsml } from './convertSsml.ts';
import { splitParagraph } from './splitParagraph.ts';
import { wrapSelection } from './wrapSelection.ts';

export interface CodeActionOptions {
  /** Of the document as it is; those that touch the range are mended. */
  readonly diagnostics: readonly ScriptDiagnostic[];
  /** Kinds that are wanted, or families of kinds; null: all. */
  readonly only: readonly string[] | null;
}

/** What can be done about what is wrong there, and with what is selected there. */
export function codeActions(
  document: ScriptDocument,
  range: TextRange,
  { diagnostics, only }: CodeActionOptions,
): CodeAction[] {
  const isWanted = (kind: string): boolean =>
    only === null || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
  const fixes = isWanted(CodeActionKind.QuickFix) ? fixesAt(document, range, diagnostics) : [];
  const refactorings = [
    ...wrapSelection(document, range),
    ...addToLexicon(document, range, diagnostics),
    ...splitParagraph(document, range),
    ...convertSsml(document, range),
  ];
  const others = refactorings
    .filter(({ kind }) => isWanted(kind))
    .map(({ title, kind, edits }) => ({ title, kind, edit: toWorkspaceEdit(document, edits) }));
  return [...fixes, ...others];
}

function fixesAt(
  document: ScriptDocument,
  range: TextRange,
  diagnostics: readonly ScriptDiagnostic[],
): CodeAction[] {
  const touching = diagnostics.filter((found) => touches(found, range));
  return touching.flatMap((found) =>
    quickFixes(found, document).map(({ title, edits, isPreferred }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      isPreferred,
      edit: toWorkspaceEdit(document, edits),
    })),
  );
}

export function touches(range: TextRange, other: TextRange): boolean {
  return range.startOffset <= other.endOffset && other.startOffset <= range.endOffset;
}

function toWorkspaceEdit(
  { uri, text }: ScriptDocument,
  edits: Refactoring['edits'],
): NonNullable<CodeAction['edit']> {
  const changes: TextEdit[] = edits.map(({ range, newText }) => ({
    range: toLspRange(text, range),
    newText,
  }));
  return { changes: { [uri]: changes } };
}

import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver-types';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { toLspRange } from '../lspRange.ts';

/** Something to put in place of what was typed. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** In the script. */
  readonly replaces: TextRange;
  readonly text: string;
  /** The text with places to fill in; instead of it where the client knows snippets. */
  readonly snippet?: string;
  /** Shown behind the label. */
  readonly detail?: string;
  /** What the voice will make of it, in a few words. */
  readonly note?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Lower ones come first; those of one rank keep their order. */
  readonly rank?: number;
  /** What typing is compared with, where it is not the label. */
  readonly filter?: string;
  readonly isPreselected?: boolean;
}

export function toCompletionItems(
  document: ScriptDocument,
  proposals: readonly Proposal[],
  hasSnippets: boolean,
): CompletionItem[] {
  return proposals.map((proposal, index) => toCompletionItem(document, { proposal, index, hasSnippets }));
}

function toCompletionItem(
  { text }: ScriptDocument,
  { proposal, index, hasSnippets }: { proposal: Proposal; index: number; hasSnippets: boolean },
): CompletionItem {
  const { replaces, snippet, detail, note = '', documentation, rank = 0 } = proposal;
  const range = toLspRange(text, replaces);
  const isSnippet = hasSnippets && snippet !== undefined;
  return {
    label: proposal.label,
    kind: proposal.kind,
    sortText: `${rank}${String(index).padStart(4, '0')}`,
    filterText: proposal.filter ?? proposal.label,
    textEdit: { range, newText: isSnippet ? snippet : proposal.text },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(detail === undefined ? {} : { detail }),
    ...(note === '' ? {} : { labelDetails: { description: note } }),
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(proposal.isPreselected === true ? { preselect: true } : {}),
  };
}

/** Text that a snippet takes literally. */
export function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, String.raw`\$&`);
}

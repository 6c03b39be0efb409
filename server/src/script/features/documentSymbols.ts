import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { documentSections, type DocumentSection } from '../symbols/documentSections.ts';
import { toLspRange } from './lspRange.ts';

/** Chapters with their scenes, each with the lines that are spoken in it. */
export function documentSymbols({ script, text }: ScriptDocument): DocumentSymbol[] {
  const toSymbol = (section: DocumentSection): DocumentSymbol => ({
    name: section.title,
    ...(section.detail !== null && { detail: section.detail }),
    kind: kinds[section.kind],
    range: toLspRange(text, section),
    selectionRange: toLspRange(text, section.selection),
    children: section.children.map(toSymbol),
  });
  return documentSections(script).map(toSymbol);
}

/** The kinds are of programs; these are shown apart from each other by every editor. */
const kinds = {
  chapter: SymbolKind.Module,
  scene: SymbolKind.Namespace,
  dialogue: SymbolKind.Method,
  narration: SymbolKind.String,
} as const;

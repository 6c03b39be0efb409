import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { characterAt, linesOf } from './characterNames.ts';
import { toLspRange } from './lspRange.ts';

/** The same character elsewhere in the script. */
export function documentHighlights(document: ScriptDocument, offset: number): DocumentHighlight[] {
  const character = characterAt(document, offset)?.character;
  if (character === undefined) return [];
  const { text, uri } = document;
  const lines = linesOf(document, character.name).map((range) => ({
    range: toLspRange(text, range),
    kind: DocumentHighlightKind.Read,
  }));
  if (character.uri !== uri) return lines;
  const introduced = {
    range: toLspRange(text, character.entry.nameRange),
    kind: DocumentHighlightKind.Write,
  };
  return [introduced, ...lines];
}

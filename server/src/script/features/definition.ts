import type { Location } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { characterAt } from './characterNames.ts';
import { fileLinks } from './fileLinks.ts';
import { toLspRange } from './lspRange.ts';

/** From a name to the entry of the cast; from a file's name to the file. */
export function definition(document: ScriptDocument, offset: number): Location | null {
  const place = characterAt(document, offset);
  if (place !== null) {
    const { uri, text, entry } = place.character;
    return { uri, range: toLspRange(text, entry.nameRange) };
  }
  const link = fileLinks(document).find(
    ({ startOffset, endOffset }) => startOffset <= offset && offset <= endOffset,
  );
  const start = { line: 0, character: 0 };
  return link === undefined ? null : { uri: link.uri, range: { start, end: start } };
}

import type { Location } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { characterAt, linesOf, scriptsWith } from './characterNames.ts';
import { toLspRange } from './lspRange.ts';

export interface ReferenceOptions {
  /** The entry of the cast too. */
  readonly includesDefinition: boolean;
  /** Other scripts that may have the same character. */
  readonly others: readonly ScriptDocument[];
}

/** The lines of the character whose name stands at the offset, in this script and the others. */
export function references(
  document: ScriptDocument,
  offset: number,
  { includesDefinition, others }: ReferenceOptions,
): Location[] {
  const character = characterAt(document, offset)?.character;
  if (character === undefined) return [];
  const { name, uri, text, entry } = character;
  const lines = [document, ...scriptsWith(character, others)].flatMap((script) =>
    linesOf(script, name).map((range) => ({ uri: script.uri, range: toLspRange(script.text, range) })),
  );
  return includesDefinition ? [{ uri, range: toLspRange(text, entry.nameRange) }, ...lines] : lines;
}

import { narratorName } from '../frontMatter/frontMatter.ts';
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { parseScript } from '../parsing/parseScript.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { characterAt, linesOf, scriptsWith, type CharacterPlace } from './characterNames.ts';
import { toLspRange } from './lspRange.ts';

export interface Renaming {
  readonly newName: string;
  /** Other scripts that may have the same character. */
  readonly others: readonly ScriptDocument[];
}

/** The edits, or one sentence for the author. */
export type RenameResult = { readonly edit: WorkspaceEdit } | { readonly refusal: string };

/** What would be renamed; null where there is nothing that has a name to change. */
export function prepareRename(document: ScriptDocument, offset: number): Range | null {
  const place = renamedAt(document, offset);
  return place === null ? null : toLspRange(document.text, place.range);
}

/** Changes the name of a character in the cast and at its lines, in all files that have this very one. */
export function renameCharacter(
  document: ScriptDocument,
  offset: number,
  { newName, others }: Renaming,
): RenameResult {
  const character = renamedAt(document, offset)?.character;
  if (character === undefined) return { refusal: 'Only the name of a character can be changed here.' };
  const { name, uri, text, entry } = character;
  if (!canSpeak(newName)) {
    return {
      refusal: `"${newName}" cannot be a name: a line that begins with it and a colon would be no dialogue.`,
    };
  }
  const scripts = [document, ...scriptsWith(character, others)];
  const taken = newName === name ? undefined : scripts.find(({ cast }) => cast.characters.has(newName));
  if (taken !== undefined) return { refusal: `There is a ${newName} in the cast already.` };
  const changes: Record<string, TextEdit[]> = {
    [uri]: [{ range: toLspRange(text, entry.nameRange), newText: toYamlKey(newName) }],
  };
  for (const script of scripts) {
    const edits = linesOf(script, name).map((range) => ({
      range: toLspRange(script.text, range),
      newText: newName,
    }));
    if (edits.length > 0) changes[script.uri] = [...(changes[script.uri] ?? []), ...edits];
  }
  return { edit: { changes } };
}

/** Who narrates is no name of a person: it is what the language calls the voice of the narration. */
function renamedAt(document: ScriptDocument, offset: number): CharacterPlace | null {
  const place = characterAt(document, offset);
  return place?.character.name === narratorName ? null : place;
}

function canSpeak(name: string): boolean {
  const [block] = parseScript(`${name}: x`, { includedSpeakers: [name] }).blocks;
  return block?.kind === 'dialogue' && block.speaker === name;
}

/** As it stands where YAML would take the name for something else, in quotes. */
function toYamlKey(name: string): string {
  const isPlain =
    /^[\p{L}_][\p{L}\p{N}_.'’ -]*$/u.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

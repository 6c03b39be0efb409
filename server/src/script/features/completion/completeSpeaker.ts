import { narratorName } from '../../frontMatter/frontMatter.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../../scriptDocument.ts';
import type { Place } from '../place.ts';
import { characterCard, paragraphs, voiceCard } from '../texts.ts';
import { voiceOfCharacter } from '../voiceAtPlace.ts';
import type { Proposal } from './proposal.ts';

/** At the start of a line: the characters, those likely to answer first. */
export function completeSpeaker(document: ScriptDocument, place: Place): readonly Proposal[] {
  const { text, offset, blockStart, block } = place;
  if (block.kind === 'heading' || block.kind === 'sceneBreak') return [];
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const typed = text.slice(lineStart, offset);
  if (typed.length > longestName) return [];
  const after = text.slice(offset, offset + longestName);
  const [, nameRest = '', colon = ''] = /^([\p{L}\p{M}\p{N}_'’-]*)([:：]?)/u.exec(after) ?? [];
  const replaces = { startOffset: blockStart + lineStart, endOffset: blockStart + offset + nameRest.length };
  const wanted = typed.toLowerCase();
  return byTurn(document, place)
    .filter((name) => name.toLowerCase().startsWith(wanted))
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Class,
      replaces,
      text: colon === '' ? `${name}: ` : name,
      ...describeCharacter(document, name),
    }));
}

const longestName = 80;
/** How many blocks are looked back for who spoke. */
const turnsBack = 40;

/** In dialogue the one before the last answers: the last speaker comes after the others who spoke. */
function byTurn({ script, cast }: ScriptDocument, { blockIndex }: Place): string[] {
  const recent = new Set<string>();
  for (let index = blockIndex; index >= Math.max(0, blockIndex - turnsBack); index--) {
    const block = script.blocks[index];
    if (block?.kind === 'dialogue') recent.add(block.speaker);
  }
  const [last, ...others] = recent;
  const names = [...cast.characters.keys()].filter((name) => name !== narratorName);
  const order = new Set([...others, ...(last === undefined ? [] : [last]), ...names]);
  return [...order].filter((name) => cast.characters.has(name));
}

function describeCharacter(
  document: ScriptDocument,
  name: string,
): Pick<Proposal, 'detail' | 'documentation'> {
  const character = document.cast.characters.get(name);
  if (character === undefined) return {};
  const voice = voiceOfCharacter(document, name);
  return {
    detail: voice.name,
    documentation: paragraphs(characterCard(character.entry, character.file?.path ?? null), voiceCard(voice)),
  };
}

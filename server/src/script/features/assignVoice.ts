import type { TextRange } from '../../text/textRange.ts';
import { frontMatterInsertion } from '../checking/fixes/frontMatterInsertion.ts';
import { yamlText } from '../checking/fixes/yamlText.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import type { Script } from '../tree/tree.ts';
import type { Refactoring } from './codeActions/refactoring.ts';

/**
 * Gives a character a voice: in its entry, or in a new one where the script itself has none.
 *
 * @returns nothing where the front matter is broken
 */
export function assignVoice(
  document: { readonly script: Script; readonly frontMatter: FrontMatter },
  character: string,
  voice: string,
): Refactoring['edits'] {
  const value = yamlText(voice);
  const entry = document.frontMatter.cast.get(character);
  if (entry === undefined) {
    return frontMatterInsertion({ section: 'cast', text: `${yamlText(character)}: ${value}` }, document);
  }
  if (entry.voice !== null) {
    const { startOffset, endOffset } = entry.voice;
    return [{ range: { startOffset, endOffset }, newText: value }];
  }
  const { source } = document.script;
  const nameEnd = entry.nameRange.endOffset;
  const colon = nameEnd + (/^["']?[ \t]*:/u.exec(source.slice(nameEnd))?.[0].length ?? 0);
  const rest = source.slice(colon, Math.max(colon, entry.endOffset));
  const map = /^[ \t]*\{/u.exec(rest);
  if (map !== null) {
    const isEmpty = /^\s*\}/u.test(rest.slice(map[0].length));
    return inserted(colon + map[0].length, isEmpty ? ` voice: ${value} ` : ` voice: ${value},`);
  }
  const lines = /^[^\r\n]*(?:\r?\n[ \t]*(?:#[^\r\n]*)?)*?(\r?\n[ \t]+)(?=[^\s#])/u.exec(rest);
  if (lines !== null) {
    const [before, indent = '\n  '] = lines;
    return inserted(colon + before.length - indent.length, `${indent}voice: ${value}`);
  }
  // `MARA:` and `MARA: ~`
  const empty = /^[ \t]*(?:~|null)?/u.exec(rest)?.[0].length ?? 0;
  return [{ range: { startOffset: colon, endOffset: colon + empty }, newText: ` ${value}` }];
}

function inserted(offset: number, newText: string): { range: TextRange; newText: string }[] {
  return [{ range: { startOffset: offset, endOffset: offset }, newText }];
}

import type { ResolvedCast } from '../../frontMatter/resolvedCast.ts';
import { narratorName, type FrontMatter } from '../../frontMatter/frontMatter.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { didYouMean } from '../didYouMean.ts';

/** A line that opens with a name in capitals that the cast does not have. */
export function unknownCharacter(block: Block, text: string, cast: ResolvedCast): ScriptDiagnostic[] {
  if (block.kind !== 'narration' || block.unknownSpeaker === null) return [];
  const { startOffset, endOffset } = block.unknownSpeaker;
  const name = text.slice(startOffset, endOffset);
  const { names, question } = didYouMean(name, cast.characters.keys());
  return [
    {
      code: 'unknown-character',
      severity: 'warning',
      message: `"${name}" is not in the cast, so the narrator reads the line aloud, name and all.${question}`,
      startOffset,
      endOffset,
      fix: { kind: 'addToCast', name, similar: names },
    },
  ];
}

/** Characters of the script's own cast that say nothing in it. */
export function unusedCharacters(
  frontMatter: FrontMatter,
  speaking: ReadonlySet<string>,
): ScriptDiagnostic[] {
  return [...frontMatter.cast.values()]
    .filter(({ name }) => name !== narratorName && !speaking.has(name))
    .map(({ name, nameRange: { startOffset, endOffset } }) => ({
      code: 'unused-character',
      severity: 'hint',
      message: `${name} is in the cast and says nothing in this script. A line of theirs begins with "${name}:".`,
      startOffset,
      endOffset,
    }));
}

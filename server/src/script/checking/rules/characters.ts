import type { ResolvedCast } from '../../frontMatter/resolvedCast.ts';
import { narratorName, type FrontMatter } from '../../frontMatter/frontMatter.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { didYouMean } from '../didYouMean.ts';
import { misreadLines } from './misreadLines.ts';

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

/**
 * Lines that open with a name of the cast, but in other letters, as Markdown or screenplays have it, or behind a sign of
 * a list: `**Mara:**`, `mara:`, `- Mara:`, `Mara (whispering):`.
 */
export function nearlyCharacters(block: Block, text: string, cast: ResolvedCast): ScriptDiagnostic[] {
  return misreadLines({ block, text, cast }, openings, (opening, findName) => {
    const [written, indent = '', marks = '', like = '', direction = ''] = opening;
    const called = like.trim();
    const name = findName(called);
    const isDialogue = name === called && marks === '' && direction === '';
    const isReported = block.kind === 'narration' && block.unknownSpeaker !== null && opening.index === 0;
    if (name === undefined || isDialogue || isReported) return null;
    const range = {
      startOffset: opening.index + indent.length,
      endOffset: opening.index + written.length,
    };
    return { name, range, opened: direction === '' ? `${name}:` : `${name}: ${direction}` };
  });
}

/** A line up to its colon: white space, signs of a list and emphasis, what may be a name, a direction. */
const openings =
  /^([^\S\r\n]*)((?:[-+>•*][^\S\r\n]+)?[*_]*)([^:：\r\n*_()]{1,100})(\([^()\r\n]{1,100}\))?[^\S\r\n]*[*_]*[:：][*_]*/gmu;

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

import type { ResolvedCast } from '../../frontMatter/resolvedCast.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { misreadLines } from './misreadLines.ts';

/**
 * Lines of a character as screenplays and chats set them, which the narrator reads, name and all: the name alone on its
 * line above what is said, `[Mara] Hi`, `MARA [sad]: Hi`, and names in capitals before a
 * period as in plays, a dash, a tab, or in bold.
 */
export function screenplayNames(block: Block, text: string, cast: ResolvedCast): ScriptDiagnostic[] {
  return misreadLines({ block, text, cast }, openings, ({ 0: written, index, groups = {} }, findName) => {
    const { indent = '', above, bracketed, directed, apart, dotted } = groups;
    const called = (above ?? bracketed ?? directed ?? apart ?? dotted ?? '').trim();
    const name = findName(called);
    const isOnlyInCapitals = above !== undefined || apart !== undefined || dotted !== undefined;
    if (name === undefined || (isOnlyInCapitals && !isCapitals(called))) return null;
    const { over = '', under = '', beside = '' } = groups;
    const direction = (under === '' ? beside : under).trim().replace(/^\[(.*)\]$/u, '($1)');
    // What follows a name above its line follows it in the line.
    const space = /\s$/u.test(written) || over !== '' || above !== undefined ? ' ' : '';
    return {
      name,
      range: { startOffset: index + indent.length, endOffset: index + written.length },
      opened: direction === '' ? `${name}:${space}` : `${name}: ${direction}${space}`,
    };
  });
}

const blank = String.raw`[^\S\r\n]`;
const capitals = String.raw`\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/_-]{1,99}`;
const openings = new RegExp(
  `^(?<indent>${blank}*)(?:` +
    [
      // The line below is what is said; directions may stand between.
      String.raw`(?<above>${capitals}?)(?<over>${blank}*\([^()\r\n]{1,40}\))?${blank}*\r?\n` +
        String.raw`(?:${blank}*(?<under>\([^()\r\n]{1,100}\))${blank}*\r?\n)?${blank}*(?=\S)`,
      String.raw`\[(?<bracketed>[^[\]\r\n]{1,100})\]${blank}*[:：]?${blank}*(?=\S)`,
      String.raw`(?<directed>[^:：\r\n*_()[\]]{1,100}?)${blank}*(?<beside>\[[^[\]\r\n]{1,100}\])${blank}*[:：]${blank}*`,
      String.raw`(?:\*\*(?=[^*]+\*\*)|__(?=[^_]+__))?(?<apart>${capitals}?)(?:${blank}+[–—-]${blank}+|\t${blank}*|(?:\*\*|__)${blank}+)(?=\S)`,
      String.raw`(?<dotted>${capitals}?)\.${blank}+(?=[“"‘'([]*\p{Lu})`,
    ].join('|') +
    ')',
  'gmu',
);

/** Two capitals or more, and no small letter. */
function isCapitals(name: string): boolean {
  return name === name.toUpperCase() && /\p{Lu}.*\p{Lu}/u.test(name);
}

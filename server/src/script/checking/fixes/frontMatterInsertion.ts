import { firstLineEnd } from '../../../text/lineEnd.ts';
import type { TextRange } from '../../../text/textRange.ts';
import type { FrontMatter } from '../../frontMatter/frontMatter.ts';
import type { Script } from '../../tree/tree.ts';
import type { QuickFixEdit } from '../quickFix.ts';

export interface NewEntry {
  readonly section: 'cast' | 'lexicon';
  /** `MARA: { voice: bf_emma }` */
  readonly text: string;
}

/**
 * Adds an entry to the cast or the lexicon, as its other entries are written; makes the section, or the front matter,
 * where there is none.
 *
 * @returns nothing where the front matter is broken
 */
export function frontMatterInsertion(
  { section, text }: NewEntry,
  { script, frontMatter }: { readonly script: Script; readonly frontMatter: FrontMatter },
): QuickFixEdit[] {
  const { source, blocks } = script;
  const lineEnd = firstLineEnd(source) ?? '\n';
  const block = blocks[0];
  if (block?.kind !== 'frontMatter') {
    const start = source.startsWith('\uFEFF') ? 1 : 0;
    const lines = ['---', `${section}:`, `  ${text}`, '---', '', ''];
    return [inserted(start, lines.join(lineEnd))];
  }
  if (!block.isClosed) return [];
  const last = lastEntry([...frontMatter[section].values()]);
  if (last !== undefined) return [afterEntry(last, text, { source, lineEnd })];
  const key = frontMatter.sections.get(section);
  if (key !== undefined) return [insideEmpty(key, text, { source, lineEnd, section })];
  return [inserted(block.yaml.endOffset, `${section}:${lineEnd}  ${text}${lineEnd}`)];
}

interface Writing {
  readonly source: string;
  readonly lineEnd: string;
}

function lastEntry(entries: readonly TextRange[]): TextRange | undefined {
  return entries.toSorted((left, right) => left.startOffset - right.startOffset).at(-1);
}

function afterEntry(
  { startOffset, endOffset }: TextRange,
  text: string,
  { source, lineEnd }: Writing,
): QuickFixEdit {
  const indent = /(?:^|[\r\n])([ \t]*)$/u.exec(source.slice(0, startOffset))?.[1];
  const end = startOffset + source.slice(startOffset, endOffset).trimEnd().length;
  if (indent === undefined) return inserted(end, `, ${text}`);
  const comment = /^[^\r\n]*/u.exec(source.slice(end))?.[0].length ?? 0;
  return inserted(end + comment, `${lineEnd}${indent}${text}`);
}

/** `cast:` and `cast: {}`. */
function insideEmpty(
  { startOffset }: TextRange,
  text: string,
  { source, lineEnd, section }: Writing & { readonly section: string },
): QuickFixEdit {
  const written = /^[^:\r\n]*:[ \t]*(?:\{\s*\}|~|null)?/u.exec(source.slice(startOffset))?.[0] ?? section;
  const range = { startOffset, endOffset: startOffset + written.length };
  return { range, newText: `${section}:${lineEnd}  ${text}` };
}

function inserted(offset: number, newText: string): QuickFixEdit {
  return { range: { startOffset: offset, endOffset: offset }, newText };
}

import type { Script } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/**
 * What Markdown has as a heading, a title with hyphens right below it, is a paragraph and a scene break.
 *
 * @param index  of a scene break
 */
export function underlinedTitle({ source, blocks, blockStarts }: Script, index: number): ScriptDiagnostic[] {
  const block = blocks[index - 1];
  const above = blocks[index - 2];
  const isAlone = above === undefined || above.kind === 'blank' || above.kind === 'frontMatter';
  if (block?.kind !== 'narration' || block.direction !== null || !isAlone) return [];
  const start = blockStarts[index - 1] ?? 0;
  const written = source.slice(start, start + block.length);
  const title = written.trim();
  if (!titleShape.test(title)) return [];
  const startOffset = start + written.indexOf(title);
  const breakStart = blockStarts[index] ?? 0;
  const breakLength = blocks[index]?.length ?? 0;
  const endOffset = breakStart + source.slice(breakStart, breakStart + breakLength).trimEnd().length;
  return [
    {
      code: 'unknown-tag',
      severity: 'information',
      message:
        'This is read as a paragraph before a scene break: a scene of a script begins with "## ", and is not underlined. ' +
        'An empty line between them says that it is none.',
      startOffset,
      endOffset: startOffset + title.length,
      fix: { kind: 'replace', range: { startOffset, endOffset }, texts: [`## ${title}`] },
    },
  ];
}

/** One short line that begins with a capital and does not end as a sentence does. */
const titleShape = /^[\p{Lu}\p{N}][^\r\n]{0,58}[^\r\n.!?…,;:—–”"’')*\]>-]$/u;

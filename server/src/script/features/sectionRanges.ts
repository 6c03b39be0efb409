import type { TextRange } from '../../text/textRange.ts';
import type { Block, Script } from '../tree/tree.ts';

/** Chapters and scenes in the order of their headings: each reaches to the next of its level or above. */
export function sectionRanges({ blocks, blockStarts, source }: Script): readonly TextRange[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'heading') return [];
    const endOffset = blockStarts[sectionEnd(blocks, index)] ?? source.length;
    return [{ startOffset: blockStarts[index] ?? 0, endOffset }];
  });
}

/** From the outermost in. */
export function sectionRangesAt(script: Script, offset: number): readonly TextRange[] {
  return sectionRanges(script).filter(
    ({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset,
  );
}

/** The index of the block that ends a section: the next heading of its level or above, or the end of the script. */
export function sectionEnd(blocks: readonly Block[], headingIndex: number): number {
  const heading = blocks[headingIndex];
  const level = heading?.kind === 'heading' ? heading.level : 1;
  for (let index = headingIndex + 1; index < blocks.length; index++) {
    const block = blocks[index];
    if (block?.kind === 'heading' && block.level <= level) return index;
  }
  return blocks.length;
}

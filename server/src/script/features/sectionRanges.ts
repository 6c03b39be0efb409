import type { TextRange } from '../../text/textRange.ts';
import type { Script } from '../tree/tree.ts';

export interface SectionRange extends TextRange {
  readonly level: 1 | 2;
}

/** Chapters and scenes in the order of their headings: each reaches to the next of its level or above. */
export function sectionRanges({ blocks, blockStarts, source }: Script): readonly SectionRange[] {
  const open: { level: 1 | 2; startOffset: number; endOffset: number }[] = [];
  const sections: SectionRange[] = [];
  const closeFrom = (level: 1 | 2, endOffset: number): void => {
    while ((open.at(-1)?.level ?? 0) >= level) {
      const section = open.pop();
      if (section !== undefined) section.endOffset = endOffset;
    }
  };
  blocks.forEach((block, index) => {
    if (block.kind !== 'heading') return;
    const startOffset = blockStarts[index] ?? 0;
    closeFrom(block.level, startOffset);
    const section = { level: block.level, startOffset, endOffset: source.length };
    open.push(section);
    sections.push(section);
  });
  return sections;
}

/** From the outermost in. */
export function sectionRangesAt(script: Script, offset: number): readonly SectionRange[] {
  return sectionRanges(script).filter(
    ({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset,
  );
}

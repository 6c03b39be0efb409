import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import type { TextRange } from '../../text/textRange.ts';
import { sectionRanges } from './sectionRanges.ts';

/** The front matter, chapters, scenes and comments. */
export function foldingRanges({ script, text }: ScriptDocument): FoldingRange[] {
  const fold = ({ startOffset, endOffset }: TextRange, kind?: FoldingRangeKind): FoldingRange[] => {
    const startLine = text.positionAt(startOffset).line;
    const endLine = text.positionAt(withoutEmptyLines(script.source, startOffset, endOffset)).line;
    return endLine > startLine ? [{ startLine, endLine, ...(kind !== undefined && { kind }) }] : [];
  };
  const blocks = script.blocks.flatMap((block, index) => {
    const startOffset = script.blockStarts[index] ?? 0;
    const range = { startOffset, endOffset: startOffset + block.length };
    switch (block.kind) {
      case 'frontMatter':
        return fold(range, FoldingRangeKind.Region);
      case 'comment':
        return fold(range, FoldingRangeKind.Comment);
      default:
        return [];
    }
  });
  const sections = sectionRanges(script).flatMap((section) => fold(section));
  return [...blocks, ...sections].sort((a, b) => a.startLine - b.startLine);
}

function withoutEmptyLines(source: string, startOffset: number, endOffset: number): number {
  let end = endOffset;
  while (end > startOffset && /\s/u.test(source.charAt(end - 1))) end--;
  return end;
}

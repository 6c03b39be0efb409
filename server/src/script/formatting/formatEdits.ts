import { firstLineEnd } from '../../text/lineEnd.ts';
import { shiftRange, type TextEdit, type TextRange } from '../../text/textRange.ts';
import type { Block, Script } from '../tree/tree.ts';
import { blockEdits } from './blockEdits.ts';
import { finalEdits, gapEdits } from './gapEdits.ts';

/**
 * What brings a script into its usual form.
 *
 * @param range  only the blocks that it touches; without it, all of them
 * @returns apart from each other, in order
 */
export function formatEdits(script: Script, range?: TextRange): TextEdit[] {
  const { source, blocks, blockStarts } = script;
  // A front matter that never closes takes all there is: nobody knows what was meant.
  if (blocks[0]?.kind === 'frontMatter' && !blocks[0].isClosed) return [];
  // Empty lines at the start go, and with them their line ends.
  const contentStart = blocks[0]?.kind === 'blank' ? blocks[0].length : 0;
  const lineEnd = firstLineEnd(source.slice(contentStart)) ?? '\n';
  const edits = blocks.flatMap((block, index) => {
    const startOffset = blockStarts[index] ?? 0;
    if (range !== undefined && !touches(range, startOffset, block)) return [];
    const text = source.slice(startOffset, startOffset + block.length);
    const neighbors = { before: blocks[index - 1], after: blocks[index + 1] };
    const wantedEnd = block.kind === 'blank' ? (firstLineEnd(text) ?? lineEnd) : lineEnd;
    // After a carriage return, a line feed would be the second half of one line end.
    const gapEnd = source[startOffset - 1] === '\r' && wantedEnd === '\n' ? '\r' : wantedEnd;
    const found = [...gapEdits(block, text, { ...neighbors, lineEnd: gapEnd }), ...blockEdits(block, text)];
    const ending = neighbors.after === undefined ? finalEdits(block, text, lineEnd) : [];
    return [...found, ...ending].map((edit) => ({ ...edit, ...shiftRange(edit, startOffset) }));
  });
  return edits.filter(({ startOffset, endOffset, text }) => source.slice(startOffset, endOffset) !== text);
}

function touches(range: TextRange, startOffset: number, { length }: Block): boolean {
  return startOffset <= range.endOffset && range.startOffset < startOffset + length;
}

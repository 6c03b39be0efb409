import type { Block } from '../tree/tree.ts';
import type { TextEdit } from '../../text/textRange.ts';

export interface Surroundings {
  readonly before: Block | undefined;
  readonly after: Block | undefined;
  /** What ends an empty line here. */
  readonly lineEnd: string;
}

/** What is to change before a block, or in it where it is the empty lines between two. Offsets from its start. */
export function gapEdits(block: Block, text: string, { before, after, lineEnd }: Surroundings): TextEdit[] {
  if (block.kind === 'blank') return blankEdits(text, { before, after, lineEnd });
  const needsEmptyLine = before !== undefined && before.kind !== 'blank' && !mayTouch(before, block);
  return needsEmptyLine ? [{ startOffset: 0, endOffset: 0, text: lineEnd }] : [];
}

/** What is to change at the end of the last block. */
export function finalEdits(block: Block, text: string, lineEnd: string): TextEdit[] {
  // Behind a comment that never closes, everything belongs to it.
  if (block.kind === 'blank' || /[\r\n]$/u.test(text) || hasOpenComment(block)) return [];
  return [{ startOffset: text.length, endOffset: text.length, text: lineEnd }];
}

function blankEdits(text: string, { before, after, lineEnd }: Surroundings): TextEdit[] {
  // Other spaces than these are somebody's wish, or a byte order mark.
  if (!/^[ \t\r\n]*$/u.test(text)) return [];
  const isEdge = before === undefined || after === undefined;
  // Hyphens at the very start would open a front matter.
  const isNeeded = !isEdge || (before === undefined && after?.kind === 'sceneBreak');
  return [{ startOffset: 0, endOffset: text.length, text: isNeeded ? lineEnd : '' }];
}

/** Lines of a dialogue may follow each other without an empty line, with cues and comments in between. */
function mayTouch(before: Block, after: Block): boolean {
  if (before.kind === 'comment' || after.kind === 'comment') return true;
  return isLine(before) && isLine(after);
}

function isLine(block: Block): boolean {
  return (
    block.kind === 'dialogue' ||
    block.kind === 'cue' ||
    (block.kind === 'narration' && block.unknownSpeaker !== null)
  );
}

function hasOpenComment(block: Block): boolean {
  if (block.kind === 'comment') return !block.isClosed;
  return 'content' in block && block.content.some((node) => node.kind === 'comment' && !node.isClosed);
}

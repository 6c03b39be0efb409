import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { blockIndexAt } from '../tree/blockAt.ts';
import type { Block } from '../tree/tree.ts';

/** Where in a script something is asked. */
export interface Place {
  readonly block: Block;
  readonly blockIndex: number;
  readonly blockStart: number;
  /** The block's. */
  readonly text: string;
  /** Into the block's text. */
  readonly offset: number;
}

/** @returns null in an empty script */
export function placeAt({ script }: ScriptDocument, offset: number): Place | null {
  const blockIndex = blockIndexAt(script, offset);
  const block = script.blocks[blockIndex];
  const blockStart = script.blockStarts[blockIndex];
  if (block === undefined || blockStart === undefined) return null;
  const text = script.source.slice(blockStart, blockStart + block.length);
  return { block, blockIndex, blockStart, text, offset: offset - blockStart };
}

/** From a block's offsets to the script's. */
export function inScript({ blockStart }: Pick<Place, 'blockStart'>, range: TextRange): TextRange {
  return shiftRange(range, blockStart);
}

export function contains(range: TextRange | null | undefined, offset: number): boolean {
  return range !== null && range !== undefined && range.startOffset <= offset && offset <= range.endOffset;
}

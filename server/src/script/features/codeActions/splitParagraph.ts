import { firstLineEnd } from '../../../text/lineEnd.ts';
import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { placeAt, type Place } from '../place.ts';
import { spansAround } from '../spansAround.ts';
import type { Refactoring } from './refactoring.ts';

/** Behind a sentence: what follows becomes a paragraph, or a line of the same speaker, said in the same way. */
export function splitParagraph(document: ScriptDocument, range: TextRange): Refactoring[] {
  const place = placeAt(document, range.startOffset);
  if (place === null || range.startOffset !== range.endOffset) return [];
  const { block, text, offset, blockStart } = place;
  if ((block.kind !== 'dialogue' && block.kind !== 'narration') || spansAround(block, offset).length > 0)
    return [];
  const space = spaceAround(place);
  if (space === null) return [];
  const how =
    block.direction === null ? '' : `${text.slice(block.direction.startOffset, block.direction.endOffset)} `;
  const lineEnd = firstLineEnd(document.script.source) ?? '\n';
  const isDialogue = block.kind === 'dialogue';
  const newText = isDialogue ? `${lineEnd}${block.speaker}: ${how}` : `${lineEnd}${lineEnd}${how}`;
  const replaced = { startOffset: blockStart + space.startOffset, endOffset: blockStart + space.endOffset };
  return [
    {
      title: isDialogue ? 'Split the line here' : 'Split the paragraph here',
      kind: 'refactor.rewrite.split',
      edits: [{ range: replaced, newText }],
    },
  ];
}

/** The white space between two sentences that the position touches; null where there is none. */
function spaceAround({ block, text, offset }: Place): TextRange | null {
  const before = /\s*$/.exec(text.slice(Math.max(0, offset - longestSpace), offset))?.[0].length ?? 0;
  const after = /^\s*/.exec(text.slice(offset, offset + longestSpace))?.[0].length ?? 0;
  const startOffset = offset - before;
  const endOffset = offset + after;
  const first = 'content' in block ? block.content[0]?.startOffset : undefined;
  const isInside = first !== undefined && startOffset > first && endOffset < text.trimEnd().length;
  const isSentenceEnd = /[.!?…。！？][\])"'”’»*]*$/.test(
    text.slice(Math.max(0, startOffset - 10), startOffset),
  );
  return isInside && startOffset < endOffset && isSentenceEnd ? { startOffset, endOffset } : null;
}

const longestSpace = 100;

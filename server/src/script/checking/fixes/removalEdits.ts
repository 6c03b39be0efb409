import type { TextRange } from '../../../text/textRange.ts';
import { blockIndexAt } from '../../tree/blockAt.ts';
import type { Block, Script, SpanNode } from '../../tree/tree.ts';
import { walkInlines } from '../../tree/walk.ts';
import type { QuickFixEdit } from '../quickFix.ts';

/**
 * Takes away what stands at a range, and what would have no meaning without it: the comma beside an item, the space
 * before a tag, the tags of a `<say>` that says nothing any more.
 */
export function removalEdits(range: TextRange, script: Script): QuickFixEdit[] {
  const { source, blocks, blockStarts } = script;
  const index = blockIndexAt(script, range.startOffset);
  const block = blocks[index];
  const blockStart = blockStarts[index] ?? 0;
  if (block === undefined) return [];
  if (block.kind === 'frontMatter') return [withoutKey(range, source)];
  const local = { startOffset: range.startOffset - blockStart, endOffset: range.endOffset - blockStart };
  return localRemovals(block, local, source.slice(blockStart, blockStart + block.length)).map(
    ({ startOffset, endOffset }) => removed(startOffset + blockStart, endOffset + blockStart),
  );
}

function localRemovals(block: Block, range: TextRange, text: string): TextRange[] {
  const item = directionRemoval(block, range, text);
  if (item !== null) return [item];
  for (const { node, part } of walkInlines('content' in block ? block.content : [])) {
    if (node.kind !== 'span' || part !== 'open') continue;
    const { attributes, junk } = node.open;
    const isLastAttribute = attributes.length === 1 && junk.length === 0 && isSame(attributes[0], range);
    if (isSame(node.open, range) || isLastAttribute) return tagsOf(node);
  }
  return [withSpaceBefore(range, text)];
}

/** An item with its comma, or the whole direction with the space behind it. */
function directionRemoval(block: Block, range: TextRange, text: string): TextRange | null {
  const direction = 'direction' in block ? block.direction : null;
  const items = direction?.items ?? [];
  const index = items.findIndex((item) => isSame(item, range));
  if (direction === null || index === -1) return null;
  const before = items[index - 1];
  const after = items[index + 1];
  if (before !== undefined) return { startOffset: before.endOffset, endOffset: range.endOffset };
  if (after !== undefined) return { startOffset: range.startOffset, endOffset: after.startOffset };
  const space = /^[ \t]*/u.exec(text.slice(direction.endOffset))?.[0].length ?? 0;
  return { startOffset: direction.startOffset, endOffset: direction.endOffset + space };
}

function tagsOf({ open, close }: SpanNode): TextRange[] {
  return close === null ? [open] : [open, close];
}

/** The space before goes with it where there is another one behind it, or nothing. */
function withSpaceBefore({ startOffset, endOffset }: TextRange, text: string): TextRange {
  const space = /[ \t]+$/u.exec(text.slice(0, startOffset))?.[0].length ?? 0;
  const isFollowedBySpace = /^(?:[\s\]>.,;:!?]|$)/u.test(text.slice(endOffset));
  return { startOffset: isFollowedBySpace ? startOffset - space : startOffset, endOffset };
}

/** A key of YAML: a line of its own with its line, one in braces with its comma. */
function withoutKey({ startOffset, endOffset }: TextRange, source: string): QuickFixEdit {
  const before = source.slice(0, startOffset);
  const after = source.slice(startOffset, endOffset);
  const end = startOffset + after.trimEnd().length;
  const indent = /(?:^|[\r\n])([ \t]*)$/u.exec(before)?.[1];
  if (indent !== undefined) {
    const line = /^[^\r\n]*(?:\r\n|\n|\r)?/u.exec(source.slice(end))?.[0] ?? '';
    return removed(startOffset - indent.length, end + line.length);
  }
  const value = /^[^,}\r\n]*/u.exec(after)?.[0] ?? after;
  const valueEnd = startOffset + value.trimEnd().length;
  const comma = /,\s*$/u.exec(before);
  if (comma !== null) return removed(comma.index, valueEnd);
  const commaBehind = /^\s*,\s*/u.exec(source.slice(valueEnd))?.[0].length ?? 0;
  return removed(startOffset, valueEnd + commaBehind);
}

function isSame(left: TextRange | undefined, right: TextRange): boolean {
  return left?.startOffset === right.startOffset && left.endOffset === right.endOffset;
}

function removed(startOffset: number, endOffset: number): QuickFixEdit {
  return { range: { startOffset, endOffset }, newText: '' };
}

import type { SelectionRange } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { blockIndexAt, toSourceRange } from '../tree/blockAt.ts';
import type { Block, Inline } from '../tree/tree.ts';
import { contentOf, pathTo } from '../tree/walk.ts';
import { sectionRangesAt } from './sectionRanges.ts';
import { toLspRange } from './lspRange.ts';

/** For each offset, what an author may mean by "a bit more": from the word to the script. */
export function selectionRanges(document: ScriptDocument, offsets: readonly number[]): SelectionRange[] {
  return offsets.map((offset) => {
    const [whole, ...inner] = nest(rangesAround(document, offset), offset);
    return inner.reduce<SelectionRange>(
      (parent, range) => ({ range: toLspRange(document.text, range), parent }),
      { range: toLspRange(document.text, whole ?? { startOffset: offset, endOffset: offset }) },
    );
  });
}

function rangesAround({ script }: ScriptDocument, offset: number): TextRange[] {
  const index = blockIndexAt(script, offset);
  const block = script.blocks[index];
  const start = script.blockStarts[index] ?? 0;
  const whole = { startOffset: 0, endOffset: script.source.length };
  if (block === undefined) return [whole];
  const parts = partsOf(block, offset - start).map((range) => toSourceRange(script, index, range));
  const blockRange = withoutLineEnd(script.source, { startOffset: start, endOffset: start + block.length });
  const word = wordAt(script.source, offset);
  return [whole, ...sectionRangesAt(script, offset), blockRange, ...parts, ...(word === null ? [] : [word])];
}

function partsOf(block: Block, offset: number): TextRange[] {
  const content = contentOf(block);
  const [first, last] = [content[0], content.at(-1)];
  const ranges: TextRange[] = [];
  if (first !== undefined && last !== undefined) {
    ranges.push({ startOffset: first.startOffset, endOffset: last.endOffset });
  }
  if ('direction' in block && block.direction !== null) {
    ranges.push(block.direction, ...block.direction.items);
  }
  if (block.kind === 'frontMatter') ranges.push(block.yaml);
  if (block.kind === 'dialogue') ranges.push(block.speakerRange);
  for (const node of pathTo(content, offset)) ranges.push(...nodeRanges(node));
  return ranges;
}

function nodeRanges(node: Inline): TextRange[] {
  switch (node.kind) {
    case 'span': {
      const inside = {
        startOffset: node.open.endOffset,
        endOffset: node.close?.startOffset ?? node.endOffset,
      };
      return [node, inside, node.open, ...node.open.attributes];
    }
    case 'point':
      return [node, ...(node.argument === null ? [] : [node.argument]), ...node.attributes];
    default:
      return [node];
  }
}

/** Those that hold the offset, each inside the one before. */
function nest(ranges: readonly TextRange[], offset: number): TextRange[] {
  const chain: TextRange[] = [];
  const holding = ranges.filter((range) => range.startOffset <= offset && offset <= range.endOffset);
  for (const range of holding.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const outer = chain.at(-1);
    const isInside =
      outer === undefined ||
      (range.startOffset >= outer.startOffset &&
        range.endOffset <= outer.endOffset &&
        lengthOf(range) < lengthOf(outer));
    if (isInside) chain.push(range);
  }
  return chain;
}

function lengthOf({ startOffset, endOffset }: TextRange): number {
  return endOffset - startOffset;
}

function withoutLineEnd(source: string, { startOffset, endOffset }: TextRange): TextRange {
  let end = endOffset;
  while (end > startOffset && /[\r\n]/u.test(source.charAt(end - 1))) end--;
  return { startOffset, endOffset: end };
}

/** No word is longer. */
const wordReach = 100;

function wordAt(source: string, offset: number): TextRange | null {
  const isWord = (index: number): boolean => /[\p{L}\p{M}\p{N}_'’-]/u.test(source.charAt(index));
  let startOffset = offset;
  let endOffset = offset;
  while (offset - startOffset < wordReach && isWord(startOffset - 1)) startOffset--;
  while (endOffset - offset < wordReach && isWord(endOffset)) endOffset++;
  return startOffset === endOffset ? null : { startOffset, endOffset };
}

import { leavesOf, type Leaf } from '../tree/walk.ts';
import type { Block } from '../tree/tree.ts';
import type { TextEdit } from '../../text/textRange.ts';
import { formatClose, formatDirection, formatPoint, formatSpanOpen } from './formatTag.ts';

/** What is to change inside of a block. Offsets from its start. */
export function blockEdits(block: Block, text: string): TextEdit[] {
  if (block.kind === 'blank' || block.kind === 'comment') return [];
  if (block.kind === 'frontMatter') return frontMatterEdits(text);
  const leaves = leavesOf(block);
  return leaves.flatMap((leaf, index): TextEdit[] => {
    const { startOffset, endOffset } = leaf;
    const written = text.slice(startOffset, endOffset);
    if (leaf.kind === 'text') return spaceEdits(written, /[ \t]+(?=[\r\n])/gu, startOffset);
    const place: Place = { block, isFirst: index === 0, before: leaves[index - 1], after: leaves[index + 1] };
    return [{ startOffset, endOffset, text: formatLeaf(leaf, written, place) }];
  });
}

interface Place {
  readonly block: Block;
  readonly isFirst: boolean;
  readonly before: Leaf | undefined;
  readonly after: Leaf | undefined;
}

function formatLeaf({ kind, node }: Leaf, written: string, place: Place): string {
  switch (kind) {
    case 'headingMarker':
      return written.replace(/[ \t]+$/u, isEnd(place.after) ? '' : ' ');
    case 'sceneBreak':
      return withoutTrailingSpace(written);
    case 'space':
      return formatSpace(written, place);
    case 'colon':
      return formatColon(written, place);
    case 'direction':
      return formatDirection(place.block, written) + (isEnd(place.after) ? '' : ' ');
    case 'point':
      return node?.kind === 'point' ? formatPoint(node, written) : written;
    case 'spanOpen':
      return node?.kind === 'span' ? formatSpanOpen(node.open, written) : written;
    case 'spanClose':
      return node?.kind === 'span' ? formatClose(node, written) : written;
    case 'fence':
    case 'yaml':
    case 'speaker':
    case 'text':
    case 'escape':
    case 'comment':
    case 'unknownTag':
    case 'strayClose':
      return written;
  }
}

/** Space is behind it, or nothing. */
function isEnd(after: Leaf | undefined): boolean {
  return after === undefined || after.kind === 'space';
}

function formatSpace(written: string, { block, isFirst, before, after }: Place): string {
  if (isFirst) return isIndented(block) ? written : written.replace(/^[ \t]+$/u, '');
  if (after !== undefined && before?.kind === 'direction' && /^[ \t]+$/u.test(written)) return ' ';
  return after === undefined ? withoutTrailingSpace(written) : withoutSpaceBeforeLineEnd(written);
}

/** Of hyphens, whose first column would open a front matter, and of paragraphs, whose writer wanted it so. */
function isIndented({ kind }: Block): boolean {
  return kind !== 'heading' && kind !== 'dialogue';
}

/** `NAME: text`; the wide colon of Chinese and Japanese brings its own space. */
function formatColon(written: string, { after }: Place): string {
  const [, sign = '', space = ''] = /^[ \t]*([:：])(\s*)$/u.exec(written) ?? [];
  if (sign === '') return written;
  if (after === undefined || after.kind === 'space') return sign;
  if (/^[ \t]*$/u.test(space)) return sign === ':' ? ': ' : sign;
  return sign + withoutSpaceBeforeLineEnd(space);
}

function frontMatterEdits(text: string): TextEdit[] {
  // In a text of several lines, spaces may be meant.
  if (/[|>][+-]?\d?[+-]?[ \t]*(?:#.*)?$|\\[ \t]+$/mu.test(text)) return [];
  // Behind a carriage return, what comes next may be a line feed.
  return spaceEdits(text, /(?<![\r \t])[ \t]+(?=[\r\n]|$)/gu, 0);
}

function spaceEdits(text: string, space: RegExp, startOffset: number): TextEdit[] {
  return [...text.matchAll(space)].map(({ 0: found, index }) => ({
    startOffset: startOffset + index,
    endOffset: startOffset + index + found.length,
    text: '',
  }));
}

function withoutTrailingSpace(text: string): string {
  return text.replaceAll(/[ \t]+(?=[\r\n]|$)/gu, '');
}

function withoutSpaceBeforeLineEnd(text: string): string {
  return text.replaceAll(/[ \t]+(?=[\r\n])/gu, '');
}

import type { FootnoteDefinition, List, ListItem, Nodes, RootContent, Table } from 'mdast';
import { readCharacterEntity } from '../../../text/normalize/characterEntities.ts';
import { parseInlines } from '../../parsing/parseInlines.ts';
import { lowerInlines } from '../lowerInlines.ts';
import type { DuePause } from '../planWriter.ts';
import { htmlTexts } from './htmlTexts.ts';
import { lowerPhrasing, rangeOf, type PhrasingTarget } from './lowerPhrasing.ts';
import { readAloudPauses } from './readAloudPauses.ts';

/** What the blocks of a document are written with. */
export interface MarkdownTarget extends PhrasingTarget {
  readonly isCodeAnnounced: boolean;
  readonly footnotes: ReadonlyMap<string, FootnoteDefinition>;
}

/** Writes blocks in order; footnotes follow the block that calls them. */
export function lowerMarkdownBlocks(nodes: readonly RootContent[], target: MarkdownTarget): void {
  lowerBlocks(nodes, { ...target, depth: 0, before: readAloudPauses.paragraph, lead: null });
}

interface BlockTarget extends MarkdownTarget {
  readonly depth: number;
  /** Silence before the first block. */
  readonly before: DuePause;
  /** Says something at the beginning of the first block. */
  readonly lead: (() => void) | null;
}

/** Deeper blocks are read as if they were not nested. */
const deepestBlocks = 100;

function lowerBlocks(nodes: readonly RootContent[], target: BlockTarget): void {
  for (const [index, node] of nodes.entries()) {
    const before =
      node.type === 'list' && target.depth > 0 ? readAloudPauses.listItem : readAloudPauses.paragraph;
    lowerBlock(node, index === 0 ? target : { ...target, before, lead: null });
  }
}

function lowerBlock(node: RootContent, target: BlockTarget): void {
  const { writer, before, depth } = target;
  switch (node.type) {
    case 'paragraph':
      startBlock(target);
      lowerPhrasing(node.children, target);
      lowerCalledFootnotes(target);
      return;
    case 'heading': {
      const isChapter = node.depth === 1;
      writer.end(isChapter ? readAloudPauses.chapter : readAloudPauses.scene);
      writer.section({ level: isChapter ? 1 : 2, title: plainText(node), source: rangeOf(node, target) });
      target.lead?.();
      lowerPhrasing(node.children, target);
      writer.end(readAloudPauses.heading);
      lowerCalledFootnotes(target);
      return;
    }
    case 'blockquote':
      lowerNested(node.children, target);
      return;
    case 'list':
      lowerList(node, target);
      return;
    case 'table':
      lowerTable(node, target);
      return;
    case 'code':
      lowerCode(node, target);
      return;
    case 'html':
      lowerHtml(node, target);
      return;
    case 'thematicBreak':
      writer.end(readAloudPauses.scene);
      return;
    case 'definition':
    case 'footnoteDefinition':
    case 'yaml':
      return;
    default:
      // Phrasing stands in blocks only, rows and items in tables and lists.
      writer.end(before);
      if (depth < deepestBlocks) lowerPhrasing([node as never], target);
  }
}

function startBlock({ writer, before, lead }: BlockTarget): void {
  writer.end(before);
  lead?.();
}

function lowerNested(nodes: readonly RootContent[], target: BlockTarget): void {
  const depth = target.depth + 1;
  if (depth < deepestBlocks) {
    lowerBlocks(nodes, { ...target, depth });
    return;
  }
  for (const text of textsIn(nodes)) {
    startBlock(target);
    lowerPhrasing([text], target);
  }
}

function lowerList(list: List, target: BlockTarget): void {
  for (const [index, item] of list.children.entries()) {
    const number = list.ordered === true ? (list.start ?? 1) + index : null;
    const lead = (): void => {
      if (index === 0) target.lead?.();
      lowerItemMarks(item, number, target);
    };
    const before = index === 0 ? target.before : readAloudPauses.listItem;
    if (item.children[0]?.type !== 'paragraph') {
      startBlock({ ...target, before, lead });
      lowerNested(item.children, { ...target, before: readAloudPauses.listItem, lead: null });
    } else lowerNested(item.children, { ...target, before, lead });
  }
}

/** The number of an item, and whether a task is done. */
function lowerItemMarks(item: ListItem, number: number | null, target: BlockTarget): void {
  const { writer, source, announcements } = target;
  const range = rangeOf(item, target);
  const marks = source.slice(range.startOffset, range.endOffset).slice(0, 200);
  const digits = /^\d+/u.exec(marks)?.[0] ?? '';
  if (number !== null) {
    const endOffset = range.startOffset + Math.max(1, digits.length);
    writer.replace(`${number}.`, { startOffset: range.startOffset, endOffset });
    writer.write(' ', null);
  }
  const box = /^\S+\s+(?<box>\[[ xX]\])/u.exec(marks)?.groups?.['box'];
  if (typeof item.checked !== 'boolean' || announcements === null || box === undefined) return;
  const startOffset = range.startOffset + marks.indexOf(box);
  const said = item.checked ? announcements.taskDone : announcements.taskOpen;
  writer.replace(said, { startOffset, endOffset: startOffset + box.length });
  writer.write(' ', null);
}

/** Row by row, each cell after the name of its column; a table without rows is its columns. */
function lowerTable(table: Table, target: BlockTarget): void {
  const [head, ...rows] = table.children;
  const { writer } = target;
  const names = head?.children.map(plainText) ?? [];
  const spoken = rows.length === 0 && head !== undefined ? [head] : rows;
  for (const [index, row] of spoken.entries()) {
    startBlock(index === 0 ? target : { ...target, before: readAloudPauses.listItem, lead: null });
    const cells = row.children.map((cell, column) => ({
      cell,
      name: row === head ? '' : (names[column] ?? ''),
    }));
    for (const [place, { cell, name }] of cells.filter((each) => each.cell.children.length > 0).entries()) {
      if (place > 0) writer.write(', ', null);
      if (name !== '') writer.write(`${name}: `, null);
      lowerPhrasing(cell.children, target);
    }
    writer.write('.', null);
    lowerCalledFootnotes(target);
  }
}

function lowerCode(node: Extract<RootContent, { type: 'code' }>, target: BlockTarget): void {
  const { writer, announcements, isCodeAnnounced } = target;
  if (!isCodeAnnounced || announcements === null) return;
  startBlock(target);
  const lineCount = node.value === '' ? 0 : node.value.split('\n').length;
  const language = node.lang?.toLowerCase() ?? null;
  writer.replace(announcements.codeBlock(language, lineCount), rangeOf(node, target));
}

/** A block of HTML that begins with a tag of scripts is their text; of any other its own is read, block by block. */
function lowerHtml(node: Extract<RootContent, { type: 'html' }>, target: BlockTarget): void {
  const { source, writer } = target;
  const range = rangeOf(node, target);
  if (/^\s*<(?:say|strong|emphasis|laughter)[\s>]/u.test(node.value)) {
    startBlock(target);
    lowerInlines(parseInlines(source, range), { ...target, shift: 0 });
    return;
  }
  const html = source.slice(range.startOffset, range.endOffset);
  for (const [index, text] of htmlTexts(html).entries()) {
    startBlock(index === 0 ? target : { ...target, before: readAloudPauses.paragraph, lead: null });
    for (const { startOffset, endOffset, isSpace } of text) {
      if (isSpace) writer.write(' ', null);
      else lowerHtmlText(html.slice(startOffset, endOffset), range.startOffset + startOffset, target);
    }
  }
}

/** @param startOffset  of the text, in the source */
function lowerHtmlText(text: string, startOffset: number, { writer }: BlockTarget): void {
  let position = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    const entity = readCharacterEntity(text, at);
    if (entity === undefined) continue;
    writer.write(text.slice(position, at), startOffset + position);
    position = at + entity.length;
    const place = { startOffset: startOffset + at, endOffset: startOffset + position };
    if (entity.character.trim() === '') writer.write(' ', null);
    else writer.replace(entity.character, place);
  }
  writer.write(text.slice(position), startOffset + position);
}

function lowerCalledFootnotes(target: BlockTarget): void {
  const { calls, footnotes, announcements, writer } = target;
  if (calls.isInFootnote) return;
  calls.isInFootnote = true;
  for (let call = calls.waiting.shift(); call !== undefined; call = calls.waiting.shift()) {
    const lead = (): void => {
      if (announcements !== null) writer.write(`${announcements.footnote} `, null);
    };
    const before = readAloudPauses.paragraph;
    lowerNested(footnotes.get(call)?.children ?? [], { ...target, depth: 0, before, lead });
  }
  calls.isInFootnote = false;
}

function plainText(node: Nodes): string {
  const words = textsIn([node]).map(({ value }) => value);
  return words.join('').replace(/\s+/gu, ' ').trim();
}

type TextOrCode = Extract<Nodes, { type: 'text' | 'inlineCode' }>;

/** In order, however deep; without recursion. */
function textsIn(nodes: readonly Nodes[]): TextOrCode[] {
  const texts: TextOrCode[] = [];
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'text' || node.type === 'inlineCode') texts.push(node);
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
  return texts;
}

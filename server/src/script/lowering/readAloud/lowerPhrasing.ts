import type { Html, InlineCode, Link, Nodes, PhrasingContent, Text } from 'mdast';
import { readPointTag } from '../../parsing/pointTag.ts';
import { readSpanClose, readSpanOpen, type FoundOpen } from '../../parsing/spanTag.ts';
import type { TextRange } from '../../../text/textRange.ts';
import type { SayAsKind } from '../../../text/normalize/sayAs.ts';
import { innerVoice, lowerPoint, sayAsWords, type SpeechTarget } from '../lowerInlines.ts';
import { spanMeaning } from '../spanMeaning.ts';
import type { SpanContent } from '../utteranceDraft.ts';
import { alignMarkdown, type AlignedPiece } from './alignMarkdown.ts';
import type { Announcements } from './announcements.ts';
import { spokenAddress } from './spokenAddress.ts';

/** What the text of a block is written with. */
export interface PhrasingTarget extends SpeechTarget {
  /** What offsets of the nodes are short of offsets of the source. */
  readonly shift: number;
  readonly announcements: Announcements | null;
  readonly calls: FootnoteCalls;
}

/** Footnotes that the text called, each once. */
export interface FootnoteCalls {
  readonly waiting: string[];
  readonly known: Set<string>;
  isInFootnote: boolean;
}

/** Writes the words of a block without their markup. */
export function lowerPhrasing(nodes: readonly PhrasingContent[], target: PhrasingTarget): void {
  lowerNodes(nodes, { ...target, as: null, depth: 0 });
}

/** Where a node stands in the source. */
export function rangeOf(node: Nodes, { shift }: Pick<PhrasingTarget, 'shift'>): TextRange {
  return {
    startOffset: (node.position?.start.offset ?? 0) + shift,
    endOffset: (node.position?.end.offset ?? 0) + shift,
  };
}

interface NodeTarget extends PhrasingTarget {
  readonly as: SayAsKind | null;
  readonly depth: number;
}

/** Marks and tags deeper than this change nothing. */
const deepestSpans = 100;

function lowerNodes(nodes: readonly PhrasingContent[], target: NodeTarget): void {
  let index = 0;
  while (index < nodes.length) {
    const node = nodes[index];
    if (node === undefined) return;
    const open = node.type === 'html' && target.depth < deepestSpans ? openingOf(node, target) : null;
    if (open === null) {
      lowerNode(node, target);
      index += 1;
      continue;
    }
    const end = closeIndex(nodes, index + 1, open.name);
    lowerTagged(open, nodes.slice(index + 1, end), target);
    index = end + 1;
  }
}

function lowerNode(node: PhrasingContent, target: NodeTarget): void {
  const { writer } = target;
  switch (node.type) {
    case 'text':
      lowerText(node, target);
      return;
    case 'emphasis':
      lowerMarked(node, 'moderate', target);
      return;
    case 'strong':
      lowerMarked(node, 'strong', target);
      return;
    case 'delete':
    case 'linkReference':
      lowerChildren(node.children, target);
      return;
    case 'link':
      lowerLink(node, target);
      return;
    case 'inlineCode':
      lowerVerbatim(node, node.value, target);
      return;
    case 'image':
    case 'imageReference':
      lowerVerbatim(node, node.alt ?? '', target);
      return;
    case 'footnoteReference':
      if (!target.calls.known.has(node.identifier)) target.calls.waiting.push(node.identifier);
      target.calls.known.add(node.identifier);
      return;
    case 'break':
      writer.write(' ', null);
      return;
    case 'html':
      if (/^<(?:br|hr|wbr)\b/iu.test(node.value)) writer.write(' ', null);
  }
}

function lowerChildren(nodes: readonly PhrasingContent[], target: NodeTarget): void {
  const depth = target.depth + 1;
  if (depth <= deepestSpans) {
    lowerNodes(nodes, { ...target, depth });
    return;
  }
  const waiting: Nodes[] = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'text') lowerText(node, target);
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
}

function lowerMarked(
  node: Extract<PhrasingContent, { type: 'emphasis' | 'strong' }>,
  emphasis: 'moderate' | 'strong',
  target: NodeTarget,
): void {
  const source = rangeOf(node, target);
  const endOffset = source.startOffset + (emphasis === 'strong' ? 2 : 1);
  const mark = { startOffset: source.startOffset, endOffset };
  const asked = [{ ability: `emphasis:${emphasis}` as const, source: mark }];
  const content: SpanContent = { source, emphasis, asked };
  target.writer.open(content);
  lowerChildren(node.children, target);
  target.writer.close();
}

/** A link by its text; an address that stands for itself in short. */
function lowerLink(node: Link, target: NodeTarget): void {
  const [only] = node.children;
  const isBare = node.children.length === 1 && only?.type === 'text' && isAddressOf(only.value, node.url);
  const said = isBare ? spokenAddress(node.url) : null;
  if (said === null) lowerChildren(node.children, target);
  else target.writer.replace(said, rangeOf(node, target));
}

function isAddressOf(text: string, url: string): boolean {
  return url === text || url === `mailto:${text}` || url === `http://${text}` || url === `https://${text}`;
}

/** Text that stands somewhere in its node as it is. */
function lowerVerbatim(node: Nodes, text: string, target: NodeTarget): void {
  const { writer, source } = target;
  if (text.trim() === '') return;
  const range = rangeOf(node, target);
  const at = source.slice(range.startOffset, range.endOffset).indexOf(text);
  if (at === -1) writer.replace(text, range);
  else writer.write(text, range.startOffset + at);
}

function lowerText(node: Text | InlineCode, target: NodeTarget): void {
  const { writer, source, as } = target;
  const range = rangeOf(node, target);
  const words = as === null ? null : sayAsWords(node.value, as, target);
  if (words !== null) {
    writer.breakWord();
    writer.replace(words, range);
    return;
  }
  for (const piece of alignMarkdown(node.value, source, range)) lowerPiece(piece, target);
}

function lowerPiece(piece: AlignedPiece, { writer, source }: NodeTarget): void {
  if (!piece.isCopy) {
    if (piece.text.trim() === '') writer.write(' ', null);
    else writer.replace(piece.text, piece);
    return;
  }
  let from = piece.startOffset;
  for (const bracket of piece.isEscaped ? [] : piece.text.matchAll(/\[/gu)) {
    const at = piece.startOffset + bracket.index;
    const tag = at < from ? null : readPointTag(source, at, piece.endOffset);
    if (tag?.kind !== 'point' || !tag.isClosed) continue;
    writer.write(source.slice(from, at), from);
    lowerPoint(tag, { writer, shift: 0 });
    from = tag.endOffset;
  }
  writer.write(source.slice(from, piece.endOffset), from);
}

function openingOf(node: Html, target: NodeTarget): FoundOpen | null {
  const { startOffset, endOffset } = rangeOf(node, target);
  const found = readSpanOpen(target.source, startOffset, endOffset);
  return found?.kind === 'open' && found.open.isClosed ? found : null;
}

/** Where the tag is closed among its siblings; at their end where it is not. */
function closeIndex(nodes: readonly PhrasingContent[], from: number, name: string): number {
  let depth = 1;
  for (let index = from; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.type !== 'html') continue;
    if (isTag(node.value, `<${name}`)) depth += 1;
    const close = readSpanClose(node.value, 0, node.value.length);
    if (close?.kind === 'close' && close.name === name) depth -= 1;
    if (depth === 0) return index;
  }
  return nodes.length;
}

function isTag(html: string, start: string): boolean {
  return html.startsWith(start) && /^[\s>]/u.test(html.slice(start.length, start.length + 1));
}

function lowerTagged(open: FoundOpen, nodes: readonly PhrasingContent[], target: NodeTarget): void {
  const { writer, voice: outer } = target;
  const last = nodes.at(-1);
  const endOffset = last === undefined ? open.endOffset : rangeOf(last, target).endOffset;
  const { name, startOffset } = open;
  const node = {
    kind: 'span',
    name,
    startOffset,
    endOffset,
    open: open.open,
    children: [],
    close: null,
  } as const;
  const meaning = spanMeaning(node, 0);
  const { content, as, alias } = meaning;
  const inner = innerVoice(outer, meaning);
  writer.setVoice(inner);
  if (content !== null) writer.open(content);
  if (alias === null) lowerChildren(nodes, { ...target, voice: inner, as: as ?? target.as });
  else {
    writer.breakWord();
    writer.replace(alias, { startOffset: open.endOffset, endOffset });
  }
  if (content !== null) writer.close();
  writer.setVoice(outer);
}

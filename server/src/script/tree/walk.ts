import type { TextRange } from '../../text/textRange.ts';
import type { Block, Inline, SpanNode } from './tree.ts';

/** A stretch of a block that has no parts of its own. */
export interface Leaf extends TextRange {
  readonly kind: LeafKind;
  /** What it belongs to, where that is a part of the content. */
  readonly node: Inline | null;
}

export type LeafKind =
  /** White space around what means something. */
  | 'space'
  | 'fence'
  | 'yaml'
  | 'headingMarker'
  | 'sceneBreak'
  | 'speaker'
  | 'colon'
  | 'direction'
  | 'text'
  | 'escape'
  | 'comment'
  | 'point'
  | 'unknownTag'
  | 'spanOpen'
  | 'spanClose'
  | 'strayClose';

/** In order; they tile the block. */
export function leavesOf(block: Block): Leaf[] {
  const leaves = [...headLeaves(block)];
  for (const { node, part } of walkInlines(contentOf(block))) leaves.push(toLeaf(node, part));
  return withSpaces(leaves, block.length);
}

/** What a block says; empty for one that says nothing. */
export function contentOf(block: Block): readonly Inline[] {
  return 'content' in block ? block.content : [];
}

export interface InlineVisit {
  readonly node: Inline;
  /** A span is met twice: at its opening, and at its close if it has one. */
  readonly part: 'whole' | 'open' | 'close';
  /** From the outermost in. */
  readonly spans: readonly SpanNode[];
}

/** Every node in the order of the text. */
export function* walkInlines(
  content: readonly Inline[],
  spans: readonly SpanNode[] = [],
): Generator<InlineVisit, void, undefined> {
  for (const node of content) {
    if (node.kind !== 'span') {
      yield { node, part: 'whole', spans };
      continue;
    }
    yield { node, part: 'open', spans };
    yield* walkInlines(node.children, [...spans, node]);
    if (node.close !== null) yield { node, part: 'close', spans };
  }
}

/**
 * The nodes that hold an offset, from the outermost in; empty outside of the content. Between two nodes, the one that
 * begins there.
 */
export function pathTo(content: readonly Inline[], offset: number): Inline[] {
  const path: Inline[] = [];
  let nodes = content;
  for (;;) {
    const node = nodes.find((candidate) => candidate.startOffset <= offset && offset < candidate.endOffset);
    if (node === undefined) return path;
    path.push(node);
    if (node.kind !== 'span') return path;
    nodes = node.children;
  }
}

function* headLeaves(block: Block): Generator<Leaf> {
  switch (block.kind) {
    case 'frontMatter': {
      const { startOffset, endOffset } = block.yaml;
      yield leaf('fence', 0, startOffset);
      yield leaf('yaml', startOffset, endOffset);
      if (block.isClosed) yield leaf('fence', endOffset, block.length);
      return;
    }
    case 'heading':
      yield leaf('headingMarker', block.marker.startOffset, block.marker.endOffset);
      return;
    case 'sceneBreak':
      yield leaf('sceneBreak', 0, block.length);
      return;
    case 'comment':
      yield leaf('comment', 0, block.length);
      return;
    case 'dialogue':
      yield leaf('speaker', block.speakerRange.startOffset, block.speakerRange.endOffset);
      yield leaf('colon', block.colon.startOffset, block.colon.endOffset);
      if (block.direction !== null) {
        yield leaf('direction', block.direction.startOffset, block.direction.endOffset);
      }
      return;
    case 'narration':
      if (block.direction !== null) {
        yield leaf('direction', block.direction.startOffset, block.direction.endOffset);
      }
      return;
    case 'cue':
    case 'blank':
      return;
  }
}

function leaf(kind: LeafKind, startOffset: number, endOffset: number): Leaf {
  return { kind, startOffset, endOffset, node: null };
}

function toLeaf(node: Inline, part: InlineVisit['part']): Leaf {
  if (node.kind !== 'span') {
    return { kind: node.kind, startOffset: node.startOffset, endOffset: node.endOffset, node };
  }
  const range = part === 'close' && node.close !== null ? node.close : node.open;
  const kind = part === 'close' ? 'spanClose' : 'spanOpen';
  return { kind, startOffset: range.startOffset, endOffset: range.endOffset, node };
}

/** White space is what no leaf has taken. */
function withSpaces(leaves: readonly Leaf[], length: number): Leaf[] {
  const tiled: Leaf[] = [];
  let position = 0;
  for (const next of leaves) {
    if (next.startOffset > position) tiled.push(leaf('space', position, next.startOffset));
    if (next.endOffset > next.startOffset) tiled.push(next);
    position = Math.max(position, next.endOffset);
  }
  if (length > position) tiled.push(leaf('space', position, length));
  return tiled;
}

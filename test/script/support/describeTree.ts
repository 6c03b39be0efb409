import { contentOf } from '../../../server/src/script/tree/walk.ts';
import type {
  Attribute,
  Block,
  Direction,
  Inline,
  PointTag,
  Script,
} from '../../../server/src/script/tree/tree.ts';

/**
 * A tree as short lines to read in a test, one for each block that is not blank: `MARA: (whispering) {strong: Nothing}`.
 * Nodes are in braces; text stands as it is.
 */
export function describeTree(script: Script): string[] {
  return script.blocks.flatMap((block, index) => {
    const start = script.blockStarts[index] ?? 0;
    const text = script.source.slice(start, start + block.length);
    return block.kind === 'blank' ? [] : [describeBlock(block, text)];
  });
}

/** The nodes of a stretch of text, in one line. */
export function describeInlines(nodes: readonly Inline[], text: string): string {
  return nodes.map((node) => describeInline(node, text)).join('');
}

function describeBlock(block: Block, text: string): string {
  const content = describeInlines(contentOf(block), text);
  switch (block.kind) {
    case 'heading':
      return `heading ${block.level}: ${content}`;
    case 'narration': {
      const unknown = block.unknownSpeaker;
      const name = unknown === null ? '' : ` by ${text.slice(unknown.startOffset, unknown.endOffset)}?`;
      return `narration${name}: ${describeDirection(block.direction)}${content}`;
    }
    case 'dialogue': {
      const rejected = block.rejectedDirection === null ? '' : '(rejected) ';
      return `${block.speaker}: ${describeDirection(block.direction)}${rejected}${content}`;
    }
    case 'cue':
      return `cue: ${content}`;
    case 'comment':
      return block.isClosed ? 'comment' : 'comment, unclosed';
    case 'frontMatter':
      return block.isClosed ? 'front matter' : 'front matter, unclosed';
    case 'sceneBreak':
    case 'blank':
      return block.kind;
  }
}

function describeDirection(direction: Direction | null): string {
  if (direction === null) return '';
  const items = direction.items.map(({ meaning }) =>
    Object.values(meaning)
      .filter((value) => value !== null)
      .join(' '),
  );
  return `(${items.join(', ')}) `;
}

function describeInline(node: Inline, text: string): string {
  const source = text.slice(node.startOffset, node.endOffset);
  switch (node.kind) {
    case 'text':
      return source;
    case 'escape':
      return `{escape ${source.slice(1)}}`;
    case 'comment':
      return node.isClosed ? '{comment}' : '{comment, unclosed}';
    case 'point':
      return `{${describePoint(node)}${node.isClosed ? '' : ', unclosed'}}`;
    case 'unknownTag':
      return `{unknown ${node.form} ${node.name}}`;
    case 'strayClose':
      return `{stray ${node.name}}`;
    case 'span': {
      const { open, name, children, close } = node;
      const ends = `${open.isClosed ? '' : ', unclosed tag'}${close === null ? ', unclosed' : ''}`;
      const parts = describeParts(open.attributes, open.junk.length);
      return `{${name}${parts}${ends}: ${describeInlines(children, text)}}`;
    }
  }
}

function describePoint({ name, argument, attributes, junk }: PointTag): string {
  const value =
    argument === null ? '' : ` ${argument.isQuoted ? JSON.stringify(argument.text) : argument.text}`;
  return `${name}${value}${describeParts(attributes, junk.length)}`;
}

function describeParts(attributes: readonly Attribute[], junkCount: number): string {
  const named = attributes.map(({ name, value }) => (value === null ? ` ${name}` : ` ${name}=${value.text}`));
  return `${named.join('')}${' junk'.repeat(junkCount)}`;
}

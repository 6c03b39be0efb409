import type { Attribute, Block, Inline, Script } from '../../../server/src/script/tree/tree.ts';

/** What a script says, without how its white space and its tags are written: what formatting must keep. */
export function meaningOf(script: Script): readonly unknown[] {
  return script.blocks.flatMap((block, index) => {
    if (block.kind === 'blank') return [];
    const start = script.blockStarts[index] ?? 0;
    return [blockMeaning(block, script.source.slice(start, start + block.length))];
  });
}

function blockMeaning(block: Block, text: string): unknown {
  switch (block.kind) {
    case 'frontMatter':
      return ['frontMatter', text.replaceAll(/[ \t]+(?=[\r\n]|$)/gu, '')];
    case 'heading':
      return ['heading', block.level, contentMeaning(block.content, text)];
    case 'narration':
    case 'dialogue':
      return [
        block.kind,
        block.kind === 'dialogue' ? block.speaker : null,
        block.direction?.items.map(({ meaning }) => meaning),
        contentMeaning(block.content, text),
      ];
    case 'cue':
      return ['cue', contentMeaning(block.content, text)];
    case 'comment':
      return ['comment', text.trim()];
    case 'sceneBreak':
    case 'blank':
      return [block.kind];
  }
}

function contentMeaning(nodes: readonly Inline[], text: string): unknown {
  const said = nodes.map((node) => inlineMeaning(node, text));
  // Words that are apart stay apart: what stands for white space is one space.
  return said.reduce<unknown[]>((joined, next) => {
    const last = joined.at(-1);
    if (typeof next === 'string' && typeof last === 'string') joined[joined.length - 1] = last + next;
    else joined.push(next);
    return joined;
  }, []);
}

function inlineMeaning(node: Inline, text: string): unknown {
  const written = text.slice(node.startOffset, node.endOffset);
  switch (node.kind) {
    case 'text':
      return written.replaceAll(/\s+/gu, ' ');
    case 'point':
      return ['point', node.name, node.argument?.text, attributesOf(node.attributes)];
    case 'span':
      return [
        node.name,
        attributesOf(node.open.attributes),
        contentMeaning(node.children, text),
        node.close !== null,
      ];
    case 'escape':
    case 'comment':
    case 'unknownTag':
    case 'strayClose':
      return [node.kind, written];
  }
}

function attributesOf(attributes: readonly Attribute[]): unknown {
  return attributes.map(({ name, value }) => [name, value?.text]);
}

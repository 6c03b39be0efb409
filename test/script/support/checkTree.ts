import { expect } from 'vitest';
import { contentOf, leavesOf } from '../../../server/src/script/tree/walk.ts';
import type { Inline, Script } from '../../../server/src/script/tree/tree.ts';

/** Fails unless blocks tile the source, leaves tile each block, and ranges nest. */
export function expectLossless(script: Script): void {
  let position = 0;
  const texts: string[] = [];
  for (const [index, block] of script.blocks.entries()) {
    if (script.blockStarts[index] !== position || block.length <= 0)
      expect.fail(`Block ${index} begins elsewhere.`);
    let inside = 0;
    for (const leaf of leavesOf(block)) {
      if (leaf.startOffset !== inside || leaf.endOffset <= inside)
        expect.fail(`A leaf of block ${index} is apart.`);
      texts.push(script.source.slice(position + leaf.startOffset, position + leaf.endOffset));
      inside = leaf.endOffset;
    }
    if (inside !== block.length) expect.fail(`Leaves of block ${index} end early.`);
    expectNested(contentOf(block), { startOffset: 0, endOffset: block.length });
    position += block.length;
  }
  if (position !== script.source.length || texts.join('') !== script.source)
    expect.fail('The source is not all there.');
}

function expectNested(nodes: readonly Inline[], outer: { startOffset: number; endOffset: number }): void {
  let position = outer.startOffset;
  for (const node of nodes) {
    if (node.startOffset < position || node.endOffset <= node.startOffset) expect.fail('Nodes overlap.');
    position = node.endOffset;
    if (node.kind !== 'span') continue;
    const endOffset = node.close?.startOffset ?? node.endOffset;
    if (node.open.startOffset !== node.startOffset) expect.fail('An opening is apart from its span.');
    expectNested(node.children, { startOffset: node.open.endOffset, endOffset });
  }
  if (position > outer.endOffset) expect.fail('A node reaches beyond what is around it.');
}

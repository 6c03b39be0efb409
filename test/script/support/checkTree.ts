import { expect } from 'vitest';
import type { TextRange } from '../../../server/src/text/textRange.ts';
import { contentOf, leavesOf } from '../../../server/src/script/tree/walk.ts';
import type { Inline, Script } from '../../../server/src/script/tree/tree.ts';

/**
 * Fails unless blocks tile the source, leaves tile each block, what belongs to none is white space, and nodes tile
 * what is around them.
 */
export function expectLossless(script: Script): void {
  let position = 0;
  const texts: string[] = [];
  for (const [index, block] of script.blocks.entries()) {
    const start = position;
    if (script.blockStarts[index] !== start || block.length <= 0) {
      expect.fail(`Block ${index} begins elsewhere.`);
    }
    let inside = 0;
    for (const leaf of leavesOf(block)) {
      if (leaf.startOffset !== inside || leaf.endOffset <= inside) {
        expect.fail(`A leaf of block ${index} is apart.`);
      }
      const text = script.source.slice(start + leaf.startOffset, start + leaf.endOffset);
      if (leaf.kind === 'space' && text.trim() !== '') {
        expect.fail(`${JSON.stringify(text)} belongs to nothing.`);
      }
      texts.push(text);
      inside = leaf.endOffset;
    }
    if (inside !== block.length) expect.fail(`Leaves of block ${index} end early.`);
    const content = contentOf(block);
    const first = content[0];
    const last = content.at(-1);
    if (first !== undefined && last !== undefined) {
      expectTiled(content, { startOffset: first.startOffset, endOffset: last.endOffset });
    }
    position += block.length;
  }
  if (position !== script.source.length || texts.join('') !== script.source) {
    expect.fail('The source is not all there.');
  }
}

function expectTiled(nodes: readonly Inline[], outer: TextRange): void {
  let position = outer.startOffset;
  for (const node of nodes) {
    if (node.startOffset !== position || node.endOffset <= position) expect.fail('Nodes are apart.');
    position = node.endOffset;
    if (node.kind !== 'span') continue;
    if (node.open.startOffset !== node.startOffset) expect.fail('An opening is apart from its span.');
    if (node.close !== null && node.close.endOffset !== node.endOffset) expect.fail('A close is apart.');
    const endOffset = node.close?.startOffset ?? node.endOffset;
    expectTiled(node.children, { startOffset: node.open.endOffset, endOffset });
  }
  if (position !== outer.endOffset) expect.fail('Nodes end elsewhere than what is around them.');
}

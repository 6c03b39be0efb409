import type { TextRange } from '../../text/textRange.ts';
import type { Block, Inline } from '../tree/tree.ts';
import { attributeText } from './attributeText.ts';

/** What is spoken without an asked pause or a change of voice: from the first to the last of its text. */
export interface UtteranceRun extends TextRange {
  /** Characters that are spoken. */
  readonly spokenLength: number;
}

/** The utterances that a block becomes, as the lowering cuts it. */
export function utteranceRuns(block: Block): UtteranceRun[] {
  if (!('content' in block)) return [];
  const runs: UtteranceRun[] = [];
  const walk: Walk = { open: null, runs };
  visit(block.content, walk);
  endRun(walk);
  return runs;
}

interface Walk {
  open: UtteranceRun | null;
  readonly runs: UtteranceRun[];
}

function visit(nodes: readonly Inline[], walk: Walk): void {
  for (const node of nodes) {
    if (node.kind === 'text' || node.kind === 'escape') extend(node, walk);
    else if (node.kind === 'point' && (node.name === 'pause' || node.name === 'sound')) endRun(walk);
    else if (node.kind === 'span') {
      const changesVoice = attributeText(node, 'voice') !== null || attributeText(node, 'language') !== null;
      if (changesVoice) endRun(walk);
      visit(node.children, walk);
      if (changesVoice) endRun(walk);
    }
  }
}

function extend({ startOffset, endOffset }: TextRange, walk: Walk): void {
  walk.open = {
    startOffset: walk.open?.startOffset ?? startOffset,
    endOffset,
    spokenLength: (walk.open?.spokenLength ?? 0) + endOffset - startOffset,
  };
}

function endRun(walk: Walk): void {
  if (walk.open !== null) walk.runs.push(walk.open);
  walk.open = null;
}

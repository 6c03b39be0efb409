import { firstLineEnd } from '../../../text/lineEnd.ts';
import { splitSentences } from '../../../text/sentences.ts';
import { blockIndexAt } from '../../tree/blockAt.ts';
import type { Block, Script } from '../../tree/tree.ts';
import type { QuickFixEdit } from '../quickFix.ts';
import { longUtteranceCharacters } from '../rules/longUtterance.ts';
import { utteranceRuns, type UtteranceRun } from '../utteranceRuns.ts';

/** Cuts the utterance that begins at an offset into parts of about the same length, at ends of sentences. */
export function splitEdits(startOffset: number, script: Script): QuickFixEdit[] {
  const index = blockIndexAt(script, startOffset);
  const block = script.blocks[index];
  const blockStart = script.blockStarts[index] ?? 0;
  if (block === undefined || !('content' in block) || block.kind === 'heading') return [];
  const run = utteranceRuns(block).find((candidate) => candidate.startOffset === startOffset - blockStart);
  if (run === undefined) return [];
  const text = script.source.slice(blockStart, blockStart + block.length);
  const opening = openingOf(block, text, firstLineEnd(script.source) ?? '\n');
  return chooseCuts(run, cutOffsets(block, text, run)).map((cut) => {
    const space = /\s+$/u.exec(text.slice(0, cut))?.[0].length ?? 0;
    const range = { startOffset: blockStart + cut - space, endOffset: blockStart + cut };
    return { range, newText: opening };
  });
}

/** Parts are to be shorter than what is reported, as sentences do not end just where they should. */
const partCharacters = longUtteranceCharacters * 0.75;

/** Behind sentences, where no span is open; there, white space ends. */
function cutOffsets(block: Block, text: string, run: UtteranceRun): number[] {
  const content = 'content' in block ? block.content : [];
  const spans = content.filter(({ kind }) => kind !== 'text');
  return splitSentences(text.slice(run.startOffset, run.endOffset), 'und')
    .map(({ endOffset }) => run.startOffset + endOffset)
    .filter((cut) => cut < run.endOffset && /\s/u.test(text.charAt(cut - 1)))
    .filter((cut) => !spans.some((span) => span.startOffset < cut && cut < span.endOffset));
}

/** The sentence ends nearest to where equal parts would end. */
function chooseCuts(
  { startOffset, endOffset, spokenLength }: UtteranceRun,
  cuts: readonly number[],
): number[] {
  const count = Math.max(2, Math.ceil(spokenLength / partCharacters));
  const chosen = new Set<number>();
  for (let part = 1; part < count; part++) {
    const wanted = startOffset + ((endOffset - startOffset) * part) / count;
    const [nearest] = cuts.toSorted((left, right) => Math.abs(left - wanted) - Math.abs(right - wanted));
    if (nearest !== undefined) chosen.add(nearest);
  }
  return [...chosen].sort((left, right) => left - right);
}

/** What begins the next part: the same speaker, said in the same way. */
function openingOf(block: Block, text: string, lineEnd: string): string {
  const direction = 'direction' in block ? block.direction : null;
  const how = direction === null ? '' : `${text.slice(direction.startOffset, direction.endOffset)} `;
  return block.kind === 'dialogue' ? `${lineEnd}${block.speaker}: ${how}` : `${lineEnd}${lineEnd}${how}`;
}

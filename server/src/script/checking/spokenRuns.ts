import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { attributeText } from './attributeText.ts';

/** Who says it and in which language, as `<say>` has it; null is the block's own. */
export interface SpokenManner {
  readonly voice: string | null;
  readonly language: string | null;
}

/** Text without its markup, in pieces that are apart in the source. */
export interface SpokenRun extends SpokenManner {
  readonly pieces: readonly SpokenPiece[];
}

export interface SpokenPiece {
  readonly text: string;
  readonly startOffset: number;
}

/**
 * What a block has said as it is written, except what has a pronunciation of its own. Runs end where something else is
 * heard, or is said in another way.
 *
 * @param text  the block's
 */
export function spokenRuns(block: Block, text: string): SpokenRun[] {
  if (!('content' in block)) return [];
  const nameEnd = block.kind === 'narration' ? (block.unknownSpeaker?.endOffset ?? 0) : 0;
  const walk: Walk = { text, nameEnd, runs: [], manner: own, pieces: [] };
  gather(block.content, own, walk);
  endRun(walk);
  return walk.runs;
}

const own: SpokenManner = { voice: null, language: null };

interface Walk {
  readonly text: string;
  /** A name that is read aloud for want of a character is no word. */
  readonly nameEnd: number;
  readonly runs: SpokenRun[];
  manner: SpokenManner;
  pieces: SpokenPiece[];
}

function gather(nodes: readonly Inline[], manner: SpokenManner, walk: Walk): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        add(Math.max(node.startOffset, walk.nameEnd), node.endOffset, { manner, walk });
        break;
      case 'escape':
        add(node.startOffset + 1, node.endOffset, { manner, walk });
        break;
      case 'span':
        if (hasOwnPronunciation(node)) endRun(walk);
        else gather(node.children, mannerOf(node, manner), walk);
        break;
      case 'point':
      case 'unknownTag':
        endRun(walk);
        break;
      case 'comment':
      case 'strayClose':
        break;
    }
  }
}

function add(
  startOffset: number,
  endOffset: number,
  { manner, walk }: { readonly manner: SpokenManner; readonly walk: Walk },
): void {
  if (startOffset >= endOffset) return;
  if (manner !== walk.manner) endRun(walk);
  walk.manner = manner;
  walk.pieces.push({ text: walk.text.slice(startOffset, endOffset), startOffset });
}

function endRun(walk: Walk): void {
  if (walk.pieces.length > 0) walk.runs.push({ ...walk.manner, pieces: walk.pieces });
  walk.pieces = [];
}

const pronouncing = ['as', 'alias', 'ipa', 'pinyin', 'arpabet'] as const;

function hasOwnPronunciation(node: SpanNode): boolean {
  return pronouncing.some((name) => attributeText(node, name) !== null);
}

function mannerOf(node: SpanNode, outer: SpokenManner): SpokenManner {
  const voice = attributeText(node, 'voice');
  const language = attributeText(node, 'language');
  if (voice === null && language === null) return outer;
  return { voice: voice ?? outer.voice, language: language ?? outer.language };
}

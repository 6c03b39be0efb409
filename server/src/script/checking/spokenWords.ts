import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { attributeText } from './attributeText.ts';

/** A word that a block has said, once for each way it is said in; offsets from the block's start. */
export interface SpokenWord {
  readonly word: string;
  readonly startOffset: number;
  /** With the asterisks and comments inside of it. */
  readonly endOffset: number;
  /** As `<say>` names them; null is the speaker's own. */
  readonly voice: string | null;
  readonly language: string | null;
}

/**
 * The words of a block that a dictionary is asked for: not those with a pronunciation of their own, and not those with
 * digits or periods inside, which are written out first.
 *
 * @param text  the block's
 */
export function spokenWords(block: Block, text: string): SpokenWord[] {
  if (!('content' in block)) return [];
  const runs: Run[] = [];
  const collector = createRuns(runs);
  gather(block.content, plain, { text, collector });
  collector.end();
  const seen = new Set<string>();
  return runs.flatMap((run) => wordsOf(run, seen));
}

/** Text without its markup, in pieces that were apart in the source. */
interface Run {
  readonly manner: Manner;
  readonly pieces: readonly Piece[];
}

interface Piece {
  readonly text: string;
  readonly startOffset: number;
}

interface Manner {
  readonly voice: string | null;
  readonly language: string | null;
}

const plain: Manner = { voice: null, language: null };

interface RunCollector {
  add(piece: Piece, manner: Manner): void;
  end(): void;
}

function createRuns(runs: Run[]): RunCollector {
  let manner = plain;
  let pieces: Piece[] = [];
  const end = (): void => {
    if (pieces.length > 0) runs.push({ manner, pieces });
    pieces = [];
  };
  return {
    add(piece, next) {
      if (next !== manner) end();
      manner = next;
      pieces.push(piece);
    },
    end,
  };
}

function gather(
  nodes: readonly Inline[],
  manner: Manner,
  walk: { readonly text: string; readonly collector: RunCollector },
): void {
  const { text, collector } = walk;
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        collector.add(
          { text: text.slice(node.startOffset, node.endOffset), startOffset: node.startOffset },
          manner,
        );
        break;
      case 'escape':
        collector.add(
          { text: text.slice(node.startOffset + 1, node.endOffset), startOffset: node.startOffset + 1 },
          manner,
        );
        break;
      case 'span':
        if (hasOwnPronunciation(node)) collector.end();
        else gather(node.children, mannerOf(node, manner), walk);
        break;
      case 'point':
      case 'unknownTag':
        collector.end();
        break;
      case 'comment':
      case 'strayClose':
        break;
    }
  }
}

const pronouncing = ['as', 'alias', 'ipa', 'pinyin', 'arpabet'] as const;

function hasOwnPronunciation(node: SpanNode): boolean {
  return pronouncing.some((name) => attributeText(node, name) !== null);
}

function mannerOf(node: SpanNode, outer: Manner): Manner {
  const voice = attributeText(node, 'voice');
  const language = attributeText(node, 'language');
  if (voice === null && language === null) return outer;
  return { voice: voice ?? outer.voice, language: language ?? outer.language };
}

/** Letters and apostrophes between them, next to no digit, sign of an address or period inside a word. */
const wordPattern =
  /(?<![\p{L}\p{M}\p{N}_@/\\.&])[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*(?![\p{L}\p{M}\p{N}_@/\\&]|\.[\p{L}\p{N}])/gu;

function wordsOf({ manner, pieces }: Run, seen: Set<string>): SpokenWord[] {
  const text = pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map((piece) => piece.text).join('');
  const words: SpokenWord[] = [];
  for (const { 0: word, index } of text.matchAll(wordPattern)) {
    const key = manner === plain ? word : `${word}\n${manner.voice ?? ''}\n${manner.language ?? ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    words.push({
      word,
      startOffset: sourceOffset(pieces, index),
      endOffset: sourceOffset(pieces, index + word.length - 1) + 1,
      ...manner,
    });
  }
  return words;
}

function sourceOffset(pieces: readonly Piece[], offset: number): number {
  let passed = 0;
  for (const { text, startOffset } of pieces) {
    if (offset < passed + text.length) return startOffset + offset - passed;
    passed += text.length;
  }
  return passed;
}

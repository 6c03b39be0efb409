import { estimateTextMs } from '../lowering/estimateDurationMs.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import type { Block, Inline, SpanNode } from '../tree/tree.ts';
import { parseDuration, parseRate } from '../vocabulary/values.ts';
import { sectionEnd } from './sectionRanges.ts';
import { characterOf } from './voiceAtPlace.ts';

/** How long a block sounds, estimated by its letters and rates, without planning it; with the pauses in it, without the one behind it. */
export function blockDurationMs(document: ScriptDocument, blockIndex: number): number {
  const { script, cast } = document;
  const block = script.blocks[blockIndex];
  const start = script.blockStarts[blockIndex];
  if (block === undefined || start === undefined || !('content' in block)) return 0;
  if (block.kind === 'heading' && !isSpoken(document, block.level)) return 0;
  const character = characterOf(document, block);
  const entry = character === null ? undefined : cast.characters.get(character)?.entry;
  const text = script.source.slice(start, start + block.length);
  const language = entry?.language ?? cast.language;
  return inlineDurationMs(block.content, { text, language }, (entry?.rateFactor ?? 1) * directedRate(block));
}

/** From a heading to the next one of its level or above; pauses between the blocks included. */
export function sectionDurationMs(document: ScriptDocument, headingIndex: number): number {
  const { blocks } = document.script;
  const end = sectionEnd(blocks, headingIndex);
  let totalMs = 0;
  for (let index = headingIndex; index < end; index++) {
    totalMs += blockDurationMs(document, index) + pauseAfterMs(document, index);
  }
  return totalMs;
}

interface Spoken {
  readonly text: string;
  readonly language: string | null;
}

function inlineDurationMs(content: readonly Inline[], spoken: Spoken, rate: number): number {
  const { text, language } = spoken;
  let totalMs = 0;
  for (const node of content) {
    switch (node.kind) {
      case 'text':
        totalMs += estimateTextMs(text.slice(node.startOffset, node.endOffset), language) / rate;
        break;
      case 'point':
        if (node.name === 'pause') totalMs += parseDuration(node.argument?.text ?? '') ?? 0;
        break;
      case 'span':
        totalMs += inlineDurationMs(node.children, spoken, rate * spanRate(node));
        break;
      case 'escape':
      case 'comment':
      case 'unknownTag':
      case 'strayClose':
        break;
    }
  }
  return totalMs;
}

function spanRate({ open }: SpanNode): number {
  const value = open.attributes.find(({ name }) => name === 'rate')?.value;
  return value === undefined || value === null ? 1 : (parseRate(value.text) ?? 1);
}

function directedRate(block: Block): number {
  if (block.kind !== 'dialogue' && block.kind !== 'narration') return 1;
  const items = block.direction?.items ?? [];
  return items.reduce((rate, { meaning }) => (meaning.kind === 'rate' ? rate * meaning.rateFactor : rate), 1);
}

function pauseAfterMs({ cast, script }: ScriptDocument, index: number): number {
  const { defaults } = cast;
  const block = script.blocks[index];
  switch (block?.kind) {
    case 'heading':
      return defaults.headingPauseMs;
    case 'dialogue':
      return script.blocks[index + 1]?.kind === 'dialogue' ? defaults.linePauseMs : defaults.paragraphPauseMs;
    case 'narration':
      return defaults.paragraphPauseMs;
    case 'sceneBreak':
      return defaults.scenePauseMs;
    default:
      return 0;
  }
}

function isSpoken({ cast: { defaults } }: ScriptDocument, level: 1 | 2): boolean {
  return (level === 1 ? defaults.chapterHeadings : defaults.sceneHeadings) === 'spoken';
}

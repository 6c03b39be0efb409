import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import type { ResolvedCast } from '../frontMatter/resolvedCast.ts';
import type { Block, HeadingBlock, Inline, Script } from '../tree/tree.ts';
import { createLexicon } from './createLexicon.ts';
import { lowerBound } from './lowerBound.ts';
import { lowerInlines, type InlineTarget } from './lowerInlines.ts';
import type { Plan } from './plan.ts';
import { createPlanWriter, type PlanWriter } from './planWriter.ts';
import { blockVoice } from './utteranceVoices.ts';

/** A script with what its front matter and its includes say; a script document is one. */
export interface PlannedScript {
  readonly script: Script;
  readonly frontMatter: FrontMatter;
  readonly cast: ResolvedCast;
}

export interface PlanOptions {
  /** Only what is said in this part of the source. Empty: the block at that place. */
  readonly range?: TextRange;
  /** Absent: chapters' and scenes' as the script's defaults have it. */
  readonly includeHeadings?: boolean;
  /** Of text whose language nobody names, to say numbers in words. BCP-47; absent: English. */
  readonly defaultLanguage?: string;
}

/** What a script says, in order, with who says it and how. The same script gives the same plan. */
export function toPlan(planned: PlannedScript, options: PlanOptions = {}): Plan {
  const { script, frontMatter, cast } = planned;
  const range = blockRange(script, options.range);
  const writer = createPlanWriter({
    voice: blockVoice(cast, null, { direction: null, shift: 0 }),
    lexicon: createLexicon([...cast.lexicon.values()].map(({ entry }) => entry)),
    ...(range === undefined ? {} : { range }),
  });
  const target = { writer, ...planned, options, defaultLanguage: options.defaultLanguage ?? 'en' };
  let previous: Block['kind'] | null = null;
  for (const { block, shift } of blocksIn(script, range)) {
    lowerBlock(block, { ...target, shift, previous });
    if (block.kind !== 'blank' && block.kind !== 'comment') previous = block.kind;
  }
  const { title, author } = frontMatter;
  return { title, author, language: cast.language, ...writer.finish() };
}

interface BlockTarget extends PlannedScript {
  readonly writer: PlanWriter;
  readonly options: PlanOptions;
  readonly defaultLanguage: string;
  readonly shift: number;
  /** What stands before the block, blank lines and comments aside. */
  readonly previous: Block['kind'] | null;
}

function lowerBlock(block: Block, target: BlockTarget): void {
  const { writer, cast, previous } = target;
  const { linePauseMs, paragraphPauseMs, scenePauseMs } = cast.defaults;
  switch (block.kind) {
    case 'heading':
      lowerHeading(block, target);
      return;
    case 'dialogue':
    case 'narration':
    case 'cue': {
      const isNextLine = block.kind === 'dialogue' && previous === 'dialogue';
      writer.end(
        isNextLine
          ? { reason: 'line', durationMs: linePauseMs }
          : { reason: 'paragraph', durationMs: paragraphPauseMs },
      );
      lowerContent(block, target);
      return;
    }
    case 'sceneBreak':
      writer.end({ reason: 'scene', durationMs: scenePauseMs });
      return;
    case 'frontMatter':
    case 'comment':
    case 'blank':
      return;
  }
}

function lowerHeading(block: HeadingBlock, target: BlockTarget): void {
  const { writer, cast, options, shift, script } = target;
  const { scenePauseMs, chapterPauseMs, headingPauseMs, chapterHeadings, sceneHeadings } = cast.defaults;
  const isChapter = block.level === 1;
  writer.end(
    isChapter
      ? { reason: 'chapter', durationMs: chapterPauseMs }
      : { reason: 'scene', durationMs: scenePauseMs },
  );
  const title = wordsOf(block.content, script.source, shift).trim();
  writer.section({
    level: block.level,
    title,
    source: shiftRange({ startOffset: 0, endOffset: block.length }, shift),
  });
  const isSpoken = options.includeHeadings ?? (isChapter ? chapterHeadings : sceneHeadings) === 'spoken';
  if (!isSpoken) return;
  lowerContent(block, target);
  writer.end({ reason: 'heading', durationMs: headingPauseMs });
}

function lowerContent(block: Extract<Block, { content: unknown }>, target: BlockTarget): void {
  const { writer, cast, shift, script, defaultLanguage } = target;
  const speaker = block.kind === 'dialogue' ? block.speaker : null;
  const direction = 'direction' in block ? block.direction : null;
  const voice = blockVoice(cast, speaker, { direction, shift });
  const inlineTarget: InlineTarget = { writer, source: script.source, shift, voice, defaultLanguage };
  writer.setVoice(voice);
  lowerInlines(block.content, inlineTarget);
}

/** A title without markup, on one line. */
function wordsOf(nodes: readonly Inline[], source: string, shift: number): string {
  const words = nodes.map((node): string => {
    switch (node.kind) {
      case 'text':
        return source.slice(node.startOffset + shift, node.endOffset + shift);
      case 'escape':
        return source.slice(node.startOffset + 1 + shift, node.endOffset + shift);
      case 'span':
        return wordsOf(node.children, source, shift);
      case 'comment':
      case 'point':
      case 'unknownTag':
      case 'strayClose':
        return '';
    }
  });
  return words.join('').replace(/\s+/gu, ' ');
}

interface PlacedBlock {
  readonly block: Block;
  /** Where it begins in the source. */
  readonly shift: number;
}

function* blocksIn(
  { blocks, blockStarts, source }: Script,
  range: TextRange | undefined,
): Generator<PlacedBlock> {
  const { startOffset, endOffset } = range ?? { startOffset: 0, endOffset: source.length };
  const first = lowerBound(blocks.length, (index) => endOf(blocks, blockStarts, index) > startOffset);
  for (let index = first; index < blocks.length; index++) {
    const block = blocks[index];
    const shift = blockStarts[index] ?? 0;
    if (block === undefined || shift >= endOffset) return;
    yield { block, shift };
  }
}

/** A range that is only a place becomes that of the block there. */
function blockRange({ blocks, blockStarts }: Script, range: TextRange | undefined): TextRange | undefined {
  if (range === undefined || range.endOffset > range.startOffset) return range;
  const index = lowerBound(blocks.length - 1, (at) => endOf(blocks, blockStarts, at) > range.startOffset);
  return { startOffset: blockStarts[index] ?? 0, endOffset: endOf(blocks, blockStarts, index) };
}

function endOf(blocks: readonly Block[], starts: readonly number[], index: number): number {
  return (starts[index] ?? 0) + (blocks[index]?.length ?? 0);
}

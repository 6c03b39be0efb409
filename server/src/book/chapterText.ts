import { z } from 'zod';
import type { WordTime } from '../../../protocol/synthesis.ts';
import { narratorName } from '../script/frontMatter/frontMatter.ts';
import type { PlanItem, PlanSection, PlanUtterance } from '../script/lowering/plan.ts';
import { separatorBetween } from '../script/lowering/separatorBetween.ts';
import { contains, type TextRange } from '../text/textRange.ts';
import type { BookChapter } from './splitChapters.ts';
import { toWrittenText } from './writtenText.ts';

const wordSchema = z.strictObject({
  text: z.string(),
  /** UTF-16 code units into the text of its block. */
  startOffset: z.int().min(0),
  endOffset: z.int().min(0),
  /** From the start of the chapter's sound. */
  startMs: z.number().min(0),
  endMs: z.number().min(0),
});

const blockSchema = z.strictObject({
  /** `break` has no text: a scene ends there. */
  kind: z.enum(['chapter', 'scene', 'paragraph', 'break']),
  /** Whose line it is; null: the narrator's. */
  speaker: z.string().nullable(),
  /** BCP-47; null: that of the book. */
  language: z.string().nullable(),
  text: z.string(),
  words: z.array(wordSchema),
});

/** What is read in a chapter, and when each word of it is heard: the file of the format `json`. */
export const chapterTextSchema = z.strictObject({
  format: z.literal(1),
  title: z.string(),
  /** BCP-47; null: the voice's own. */
  language: z.string().nullable(),
  durationMs: z.number().min(0),
  blocks: z.array(blockSchema),
});

export type ChapterText = z.infer<typeof chapterTextSchema>;
export type ChapterBlock = ChapterText['blocks'][number];
export type TimedWord = ChapterBlock['words'][number];

export interface SpokenChapter extends BookChapter {
  /** BCP-47, of the book. */
  readonly language: string | null;
  /** What the plan was made from. */
  readonly source: string;
  /** Of an item, in the order heard; offsets are into the source, times count from the first sample of speech. */
  readonly wordsOf: (itemIndex: number) => readonly WordTime[];
  /** Of silence before that. */
  readonly headMs: number;
  readonly durationMs: number;
}

/** The text of a chapter in paragraphs, lines and headings, as it was written, with the times of its words. */
export function toChapterText(chapter: SpokenChapter): ChapterText {
  const { title, language, durationMs, items, sections } = chapter;
  const silent = sections.filter(({ source }) => !items.some((item) => isSaid(item, source)));
  const blocks: ChapterBlock[] = [];
  for (const [index, item] of items.entries()) {
    for (const { level, title: text } of silent.filter(({ firstItemIndex }) => firstItemIndex === index))
      blocks.push({ ...emptyBlock, kind: headingKind(level), text });
    if (isSceneBreak(item)) blocks.push({ ...emptyBlock, kind: 'break' });
    if (item.kind !== 'utterance' || item.text === '') continue;
    const said = sayWritten(item, index, chapter);
    const goesOn = item.isContinuation === true ? blocks.pop() : undefined;
    blocks.push(goesOn === undefined ? beginBlock(item, said, chapter) : join(goesOn, said));
  }
  return { format: 1, title, language, durationMs, blocks: blocks.filter(isNeeded) };
}

const emptyBlock = { speaker: null, language: null, text: '', words: [] };

type Said = Pick<ChapterBlock, 'text' | 'words'>;

function sayWritten(item: PlanUtterance, index: number, { source, wordsOf, headMs }: SpokenChapter): Said {
  const written = toWrittenText(item, source);
  const words: TimedWord[] = [];
  for (const { startOffset, endOffset, startMs, endMs } of wordsOf(index)) {
    const range = written.rangeOf({ startOffset, endOffset });
    if (range === null) continue;
    const last = words.at(-1);
    // Of several words that are said for one, each leads to all of it.
    if (last !== undefined && range.startOffset < last.endOffset) {
      words[words.length - 1] = withEnd(last, { ...range, endMs: headMs + endMs }, written.text);
      continue;
    }
    const text = written.text.slice(range.startOffset, range.endOffset);
    words.push({ text, ...range, startMs: headMs + startMs, endMs: headMs + endMs });
  }
  return { text: written.text, words };
}

function withEnd(
  word: TimedWord,
  { endOffset, endMs }: Pick<TimedWord, 'endOffset' | 'endMs'>,
  text: string,
): TimedWord {
  const end = Math.max(word.endOffset, endOffset);
  return {
    ...word,
    text: text.slice(word.startOffset, end),
    endOffset: end,
    endMs: Math.max(word.endMs, endMs),
  };
}

function beginBlock(item: PlanUtterance, said: Said, { sections }: SpokenChapter): ChapterBlock {
  const heading = sections.find(({ source }) => contains(source, item.source));
  return {
    kind: heading === undefined ? 'paragraph' : headingKind(heading.level),
    speaker: item.speaker === narratorName ? null : item.speaker,
    language: item.language,
    ...said,
  };
}

function join(block: ChapterBlock, { text, words }: Said): ChapterBlock {
  const between = separatorBetween(block.text, text);
  const shift = block.text.length + between.length;
  const shifted = words.map((word) => ({
    ...word,
    startOffset: word.startOffset + shift,
    endOffset: word.endOffset + shift,
  }));
  return { ...block, text: block.text + between + text, words: [...block.words, ...shifted] };
}

function headingKind(level: PlanSection['level']): 'chapter' | 'scene' {
  return level === 1 ? 'chapter' : 'scene';
}

function isSaid(item: PlanItem, source: TextRange): boolean {
  return item.kind === 'utterance' && item.text !== '' && contains(source, item.source);
}

function isSceneBreak(item: PlanItem): boolean {
  return item.kind === 'pause' && item.reason === 'scene';
}

/** A break between two paragraphs; a heading shows itself that something begins. */
function isNeeded({ kind }: ChapterBlock, index: number, blocks: readonly ChapterBlock[]): boolean {
  const isBesideText = [index - 1, index + 1].every((beside) => blocks[beside]?.kind === 'paragraph');
  return kind !== 'break' || isBesideText;
}

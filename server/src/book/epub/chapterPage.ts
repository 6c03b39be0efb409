import { splitSentences } from '../../text/sentences.ts';
import { trimmedRange, type TextRange } from '../../text/textRange.ts';
import { escapeXml, xmlElement } from '../../text/xmlWriter.ts';
import type { ChapterBlock, ChapterText, TimedWord } from '../chapterText.ts';
import { stylePath } from './epubBook.ts';
import { xhtmlPage } from './xhtmlPage.ts';

/** A sentence of a page, by its id, and its words as they are heard. */
export interface PagedSentence {
  readonly id: string;
  readonly words: readonly PagedWord[];
}

export interface PagedWord {
  readonly id: string;
  /** From the start of the chapter's sound. */
  readonly startMs: number;
}

export interface ChapterPage {
  /** XHTML. */
  readonly page: string;
  /** In which something is heard, in order. */
  readonly sentences: readonly PagedSentence[];
  /** Of the scenes in it. */
  readonly scenes: readonly { readonly id: string; readonly title: string }[];
}

/**
 * A chapter as a page in which each sentence, and in it each word, can be found while it is heard.
 *
 * @param bookLanguage  BCP-47
 */
export function toChapterPage({ title, blocks }: ChapterText, bookLanguage: string): ChapterPage {
  const parts = blocks.map((block, index) => toBlock(block, { number: index + 1, bookLanguage }));
  const headingIndex = blocks.findIndex(({ kind }) => kind === 'chapter');
  const named: Record<string, string | null> =
    headingIndex === -1 ? { 'aria-label': title } : { 'aria-labelledby': blockId(headingIndex + 1) };
  const body = xmlElement(
    'section',
    { id: wholePageId, 'epub:type': 'chapter', role: 'doc-chapter', ...named },
    `\n${parts.map(({ xhtml }) => xhtml).join('\n')}\n`,
  );
  return {
    page: xhtmlPage({ title, language: bookLanguage, stylePath: `../${stylePath}`, body }),
    sentences: parts.flatMap(({ sentences }) => sentences),
    scenes: blocks.flatMap(({ kind, text }, index) =>
      kind === 'scene' ? [{ id: blockId(index + 1), title: text.trim() }] : [],
    ),
  };
}

/** Of all that is on a page. */
export const wholePageId = 'all';

interface BlockPlace {
  /** From 1. */
  readonly number: number;
  readonly bookLanguage: string;
}

interface PagedBlock {
  readonly xhtml: string;
  readonly sentences: readonly PagedSentence[];
}

const elements = { chapter: 'h1', scene: 'h2', paragraph: 'p' } as const;

function toBlock(block: ChapterBlock, { number, bookLanguage }: BlockPlace): PagedBlock {
  if (block.kind === 'break') return { xhtml: '<hr/>', sentences: [] };
  const language = block.language ?? bookLanguage;
  const sentences = splitSentences(block.text, language).flatMap((range, index) => {
    const trimmed = trimmedRange(block.text, range);
    return trimmed.startOffset === trimmed.endOffset
      ? []
      : [toSentence(block, trimmed, `s${number}-${index + 1}`)];
  });
  const name =
    block.speaker === null ? '' : `${xmlElement('b', { class: 'speaker' }, escapeXml(block.speaker))} `;
  const isOther = language !== bookLanguage;
  const attributes = {
    id: blockId(number),
    lang: isOther ? language : null,
    'xml:lang': isOther ? language : null,
  };
  const content = sentences.map(({ xhtml }) => xhtml).join(' ');
  return {
    xhtml: xmlElement(elements[block.kind], attributes, name + content),
    sentences: sentences.filter(({ words }) => words.length > 0),
  };
}

function blockId(number: number): string {
  return `b${number}`;
}

function toSentence({ text, words }: ChapterBlock, range: TextRange, id: string) {
  let xhtml = '';
  let offset = range.startOffset;
  const paged: PagedWord[] = [];
  for (const { startOffset, endOffset, startMs } of words.filter((word) => beginsIn(word, range))) {
    const wordId = `${id}-${paged.length + 1}`;
    const end = Math.min(endOffset, range.endOffset);
    xhtml += escapeText(text.slice(offset, startOffset));
    xhtml += xmlElement('span', { id: wordId }, escapeText(text.slice(startOffset, end)));
    paged.push({ id: wordId, startMs });
    offset = end;
  }
  xhtml += escapeText(text.slice(offset, range.endOffset));
  return { id, words: paged, xhtml: xmlElement('span', { id }, xhtml) };
}

function beginsIn({ startOffset }: TimedWord, range: TextRange): boolean {
  return startOffset >= range.startOffset && startOffset < range.endOffset;
}

/** White space of any kind and length is one space to whoever reads. */
function escapeText(text: string): string {
  return escapeXml(text.replaceAll(/\s+/gu, ' '));
}

import { escapeXml, xmlElement } from '../../text/xmlWriter.ts';
import type { ChapterPage } from './chapterPage.ts';
import { chapterPaths, stylePath, type EpubBook } from './epubBook.ts';
import { xhtmlPage } from './xhtmlPage.ts';

/** The table of contents: chapters, and the scenes in them. Source: EPUB 3.3, 7 "EPUB navigation document". */
export function toNavigation({ title, language, chapters }: EpubBook, pages: readonly ChapterPage[]): string {
  const entries = chapters.map((chapter, index) => {
    const { text } = chapterPaths(index);
    const scenes = (pages[index]?.scenes ?? []).map((scene) => entry(`${text}#${scene.id}`, scene.title));
    return entry(text, chapter.title, scenes);
  });
  const heading = xmlElement('h1', {}, escapeXml(title));
  const body = xmlElement('nav', { 'epub:type': 'toc', role: 'doc-toc' }, `\n${heading}\n${list(entries)}\n`);
  return xhtmlPage({ title, language, stylePath, body });
}

function entry(href: string, title: string, inner: readonly string[] = []): string {
  const link = xmlElement('a', { href }, escapeXml(title));
  return xmlElement('li', {}, inner.length === 0 ? link : `${link}\n${list(inner)}`);
}

function list(entries: readonly string[]): string {
  return xmlElement('ol', {}, `\n${entries.join('\n')}\n`);
}

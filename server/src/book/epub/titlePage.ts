import { escapeXml, xmlElement } from '../../text/xmlWriter.ts';
import { stylePath, type EpubBook } from './epubBook.ts';
import { xhtmlPage } from './xhtmlPage.ts';

/** Title and author, and that the voice is no human's. */
export function toTitlePage({ title, author, language, comment }: EpubBook): string {
  const lines = [
    xmlElement('h1', { 'epub:type': 'title' }, escapeXml(title)),
    ...(author === null ? [] : [xmlElement('p', { class: 'author' }, escapeXml(author))]),
    xmlElement('p', { class: 'comment' }, escapeXml(comment)),
  ];
  const body = xmlElement('section', { 'epub:type': 'titlepage' }, `\n${lines.join('\n')}\n`);
  return xhtmlPage({ title, language, stylePath: `../${stylePath}`, body });
}

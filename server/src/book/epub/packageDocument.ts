import { escapeXml, xmlElement, type XmlAttributes } from '../../text/xmlWriter.ts';
import { chapterPaths, navigationPath, stylePath, titlePath, type EpubBook } from './epubBook.ts';
import { clock } from './mediaOverlay.ts';

/** Classes that readers give to what is heard; the style sheet knows them. */
export const activeClass = '-epub-media-overlay-active';
export const playingClass = '-epub-media-overlay-playing';

/**
 * What the book is, of what files it is made, and in which order they are read.
 *
 * Source: EPUB 3.3, 5 "Package document" and 9.3.5 "Associating style information"; EPUB Accessibility 1.1.
 */
export function toPackageDocument(book: EpubBook): string {
  const { chapters, language } = book;
  const items = [
    item({ id: 'navigation', href: navigationPath, 'media-type': xhtmlType, properties: 'nav' }),
    item({ id: 'style', href: stylePath, 'media-type': 'text/css' }),
    item({ id: 'title-page', href: titlePath, 'media-type': xhtmlType }),
    ...chapters.flatMap((_chapter, index) => {
      const { text, overlay, sound } = chapterPaths(index);
      const id = `chapter-${index + 1}`;
      return [
        item({ id, href: text, 'media-type': xhtmlType, 'media-overlay': overlayId(index) }),
        item({ id: overlayId(index), href: overlay, 'media-type': 'application/smil+xml' }),
        item({ id: `sound-${index + 1}`, href: sound, 'media-type': 'audio/mpeg' }),
      ];
    }),
  ];
  const order = ['title-page', ...chapters.map((_chapter, index) => `chapter-${index + 1}`)];
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" xml:lang="${escapeXml(language)}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
${metadata(book).join('\n')}
</metadata>
<manifest>
${items.join('\n')}
</manifest>
<spine>
${order.map((idref) => xmlElement('itemref', { idref })).join('\n')}
</spine>
</package>
`;
}

const xhtmlType = 'application/xhtml+xml';

function item(attributes: XmlAttributes): string {
  return xmlElement('item', attributes);
}

function overlayId(index: number): string {
  return `overlay-${index + 1}`;
}

function metadata({ id, title, author, language, comment, modified, chapters }: EpubBook): readonly string[] {
  const meta = (property: string, content: string, refines: string | null = null): string =>
    xmlElement('meta', { property, refines }, escapeXml(content));
  const totalMs = chapters.reduce((sum, { durationMs }) => sum + Math.round(durationMs), 0);
  return [
    xmlElement('dc:identifier', { id: 'book-id' }, `urn:uuid:${escapeXml(id)}`),
    xmlElement('dc:title', {}, escapeXml(title)),
    ...(author === null ? [] : [xmlElement('dc:creator', {}, escapeXml(author))]),
    xmlElement('dc:language', {}, escapeXml(language)),
    xmlElement('dc:description', {}, escapeXml(comment)),
    meta('dcterms:modified', modified.toISOString().replace(/\.\d+Z$/u, 'Z')),
    meta('media:duration', clock(totalMs)),
    ...chapters.map(({ durationMs }, index) =>
      meta('media:duration', clock(Math.round(durationMs)), `#${overlayId(index)}`),
    ),
    meta('media:active-class', activeClass),
    meta('media:playback-active-class', playingClass),
    meta('schema:accessMode', 'textual'),
    meta('schema:accessMode', 'auditory'),
    meta('schema:accessModeSufficient', 'textual'),
    meta('schema:accessModeSufficient', 'auditory'),
    ...['tableOfContents', 'structuralNavigation', 'displayTransformability', 'synchronizedAudioText'].map(
      (feature) => meta('schema:accessibilityFeature', feature),
    ),
    meta('schema:accessibilityHazard', 'none'),
    meta('schema:accessibilitySummary', 'All text is read aloud; each word is marked as it is heard.'),
  ];
}

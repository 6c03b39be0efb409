import { toChapterPage } from './chapterPage.ts';
import { chapterPaths, navigationPath, stylePath, titlePath, type EpubBook } from './epubBook.ts';
import { toMediaOverlay } from './mediaOverlay.ts';
import { toNavigation } from './navigation.ts';
import { toPackageDocument } from './packageDocument.ts';
import { styleSheet } from './styleSheet.ts';
import { toTitlePage } from './titlePage.ts';

/** A file of the container that is text, by its path. */
export interface TextEntry {
  readonly path: string;
  readonly text: string;
}

/** All of a book but its sounds, in the order in which they lie in the container, after its `mimetype`. */
export function toEpubEntries(book: EpubBook): readonly TextEntry[] {
  const { chapters, language } = book;
  const pages = chapters.map((chapter) => toChapterPage(chapter, language));
  const inPackage = (name: string, text: string): TextEntry => ({ path: `${packageFolder}/${name}`, text });
  return [
    { path: 'META-INF/container.xml', text: container },
    inPackage('package.opf', toPackageDocument(book)),
    inPackage(navigationPath, toNavigation(book, pages)),
    inPackage(stylePath, styleSheet),
    inPackage(titlePath, toTitlePage(book)),
    ...pages.flatMap(({ page, sentences }, index) => {
      const { text, overlay, sound } = chapterPaths(index);
      const place = { page: text.slice(text.indexOf('/') + 1), sound: `../${sound}` };
      const durationMs = chapters[index]?.durationMs ?? 0;
      return [inPackage(text, page), inPackage(overlay, toMediaOverlay({ sentences, durationMs, ...place }))];
    }),
  ];
}

export const packageFolder = 'EPUB';

/** Source: EPUB 3.3, 4.2.6.3.1 "Container file". */
const container = `<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="${packageFolder}/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
`;

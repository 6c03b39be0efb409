import type { ChapterText } from '../chapterText.ts';

/** A book to be read and heard at once. */
export interface EpubBook {
  readonly title: string;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string;
  /** What it says of its sound. */
  readonly comment: string;
  /** The same for every edition of one book: a UUID. */
  readonly id: string;
  readonly modified: Date;
  /** Names of the files in the container belong to chapters by their place. */
  readonly chapters: readonly ChapterText[];
}

/** Where the parts of a chapter lie in the folder of the package. @param index  from 0 */
export function chapterPaths(index: number): Readonly<Record<'text' | 'overlay' | 'sound', string>> {
  const name = `chapter-${String(index + 1).padStart(3, '0')}`;
  return { text: `text/${name}.xhtml`, overlay: `text/${name}.smil`, sound: `sound/${name}.mp3` };
}

export const titlePath = 'text/title.xhtml';
export const navigationPath = 'navigation.xhtml';
export const stylePath = 'style.css';

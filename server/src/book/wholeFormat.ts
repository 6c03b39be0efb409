import type { ChapterRecord, FileRecord } from './bookRecord.ts';
import type { ChapterFormat } from './renderChapter.ts';

/** All chapters in one file. */
export interface WholeFormat {
  readonly extension: (typeof wholeExtensions)[number];
  /** What it is put together of. */
  readonly chapterFormats: readonly ChapterFormat[];
  /**
   * @param place  a name in a folder that is there
   * @throws SpeechError diskFull, fileUnwritable, fileUnreadable; the signal's reason; nothing is left then
   */
  write(
    book: WrittenBook,
    place: { readonly folder: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<void>;
}

/** In the order in which they are made. */
export const wholeExtensions = ['m4b', 'epub'] as const;

/** A book whose chapters are written. */
export interface WrittenBook {
  /** Name of the file that it is made of. */
  readonly script: string;
  readonly title: string;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string | null;
  readonly chapters: readonly ChapterRecord[];
}

/** @returns null where a chapter has none of that format */
export function fileOf({ files }: ChapterRecord, format: ChapterFormat): FileRecord | null {
  return files.find(({ name }) => name.endsWith(`.${format}`)) ?? null;
}

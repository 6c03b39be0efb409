import { z } from 'zod';

/** What files of a book are called: a record that comes with a folder may name no other, as they are removed. */
const chapterNames = /^\d{2,}( [^/\\]*)?\.(mp3|flac|wav|srt|vtt|json)$/u;
const wholeNames = /^[^/\\]*\.(m4b|epub)$/u;

/** What a folder says of the book in it, so that the next time only what changed is made. */
export const bookRecordSchema = z.strictObject({
  format: z.literal(2),
  madeBy: z.string(),
  /** Name of the file that it is made of. */
  script: z.string(),
  comment: z.string(),
  title: z.string(),
  author: z.string().nullable(),
  language: z.string().nullable(),
  chapters: z.array(
    z.strictObject({
      title: z.string(),
      /** From the start of the book, as all chapters play one after the other. */
      startMs: z.number(),
      durationMs: z.number(),
      utteranceCount: z.int().min(0),
      /** What it is made of and how, as a hash. */
      key: z.string(),
      files: z.array(z.strictObject({ name: z.string().regex(chapterNames), bytes: z.int().min(0) })),
    }),
  ),
  /** All chapters in one file, of each kind that was wanted. */
  wholes: z.array(
    z.strictObject({ name: z.string().regex(wholeNames), bytes: z.int().min(0), key: z.string() }),
  ),
});

export type BookRecord = z.infer<typeof bookRecordSchema>;
export type ChapterRecord = BookRecord['chapters'][number];
export type FileRecord = ChapterRecord['files'][number];
export type WholeRecord = BookRecord['wholes'][number];

export const bookRecordName = 'book.json';

export function isChapterName(name: string): boolean {
  return chapterNames.test(name);
}

/** Null for a text that is no record. */
export function parseBookRecord(text: string): BookRecord | null {
  try {
    return bookRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

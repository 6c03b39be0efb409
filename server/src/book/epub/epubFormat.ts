import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../../protocol/errors.ts';
import { generatedSpeech } from '../../audioFiles/generatedSpeech.ts';
import type { ChapterRecord } from '../bookRecord.ts';
import { chapterTextSchema, type ChapterText } from '../chapterText.ts';
import { fileOf, type WholeFormat, type WrittenBook } from '../wholeFormat.ts';
import { writeEpub } from './writeEpub.ts';

/**
 * One file for readers of books: the text, with each word marked while it is heard.
 *
 * @param language  BCP-47, for a book that names none
 */
export function epubFormat(language: string): WholeFormat {
  return {
    extension: 'epub',
    chapterFormats: ['mp3', 'json'],
    async write(book, { folder, name }, signal) {
      const { title, author, chapters } = book;
      const texts = await Promise.all(chapters.map((chapter) => readChapterText(folder, chapter)));
      const soundFiles = chapters.map((chapter) => path.join(folder, fileOf(chapter, 'mp3')?.name ?? ''));
      await writeEpub(
        {
          title,
          author,
          language: book.language ?? language,
          comment: `${generatedSpeech.comment}.`,
          id: idOf(book),
          modified: new Date(),
          chapters: texts,
        },
        { soundFiles, folder, name },
        signal,
      );
    },
  };
}

async function readChapterText(folder: string, chapter: ChapterRecord): Promise<ChapterText> {
  const file = path.join(folder, fileOf(chapter, 'json')?.name ?? '');
  try {
    return chapterTextSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new SpeechError('fileUnreadable', {
      message: `${file} is not what Aloud wrote of the chapter "${chapter.title}".`,
      hint: 'Make the book with --again.',
      cause,
    });
  }
}

/** A UUID of the free form, version 8. Source: RFC 9562, 5.8. */
function idOf({ script, title, author }: WrittenBook): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([script, title, author]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

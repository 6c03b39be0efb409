import path from 'node:path';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import { fileOf, type WholeFormat } from './wholeFormat.ts';
import { writeM4b } from './writeM4b.ts';

/**
 * One file for players of audiobooks.
 *
 * @param program  absolute path of ffmpeg
 * @param format   without loss: a chapter of MP3 is some hundredths of a second too long
 */
export function m4bFormat(program: string, format: 'flac' | 'wav'): WholeFormat {
  return {
    extension: 'm4b',
    chapterFormats: [format],
    write({ title, author, chapters }, { folder, name }, signal) {
      const files = chapters.map((chapter) => ({
        title: chapter.title,
        startMs: chapter.startMs,
        durationMs: chapter.durationMs,
        file: path.resolve(folder, fileOf(chapter, format)?.name ?? ''),
      }));
      const book = { title, author, comment: generatedSpeech.comment, chapters: files };
      return writeM4b(book, { program, folder, name }, signal);
    },
  };
}

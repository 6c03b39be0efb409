import path from 'node:path';
import type { SynthesisSummary } from '../../../protocol/synthesis.ts';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import type { DroppedByVoice } from '../synthesis/plan/spokenPlan.ts';
import {
  describeFile,
  inBookFolder,
  isUnchanged,
  openBookFolder,
  removeStale,
  writeRecord,
} from './bookFolder.ts';
import type { BookRecord, ChapterRecord, FileRecord, WholeRecord } from './bookRecord.ts';
import { bookFileName, chapterFileName } from './chapterFileName.ts';
import { chapterKey, hashOf, type ItemIdentities } from './chapterKey.ts';
import { renderChapter, type ChapterFormat, type ChapterTags, type ChapterWatch } from './renderChapter.ts';
import type { BookChapter } from './splitChapters.ts';
import { wholeExtensions, type WholeFormat } from './wholeFormat.ts';

export interface Book {
  /** Name of the file that it is made of. */
  readonly script: string;
  readonly title: string;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string | null;
  readonly chapters: readonly BookChapter[];
}

export interface BookMaking extends ChapterWatch {
  /** Made where it is not there. */
  readonly folder: string;
  readonly formats: readonly ChapterFormat[];
  /** Whether chapters that are there are made again. */
  readonly again: boolean;
  /** What makes it, with its version. */
  readonly madeBy: string;
  /** The whole in one file too, of formats of chapters that are made. */
  readonly wholes: readonly WholeFormat[];
  readonly identities: ItemIdentities;
  /** Told once where another process makes a book in the folder; null: it cannot be told which. */
  readonly onWait: (processId: number | null) => void;
  /** Before a chapter is made. @param index  from 0 */
  readonly onChapter: (chapter: BookChapter, index: number) => void;
  /** Before the chapters are put together. @param name  of the file */
  readonly onWhole: (name: string) => void;
}

export interface RenderedBook {
  readonly record: BookRecord;
  /** Whether each chapter was there already. */
  readonly kept: readonly boolean[];
  readonly dropped: readonly DroppedByVoice[];
  /** Of the chapters that were made. */
  readonly summaries: readonly SynthesisSummary[];
}

/** Raised when the same items are to give another sound. */
const makingVersion = 3;

/**
 * Makes the files of a book, chapter by chapter, and a record of them. What is there of a chapter as it would be made is
 * left as it is, so what was interrupted goes on, and a book in which a line was changed is made anew in its chapter only.
 * Files of what the book no longer says are removed if they are as they were written.
 *
 * @throws SpeechError as `inBookFolder`, `openBookFolder` and `renderChapter`; what was complete by then stays
 */
export function renderBook(book: Book, making: BookMaking, signal: AbortSignal): Promise<RenderedBook> {
  const { folder, onWait } = making;
  return inBookFolder(folder, { signal, onWait }, (either) => renderFiles(book, making, either));
}

async function renderFiles(book: Book, making: BookMaking, signal: AbortSignal): Promise<RenderedBook> {
  const { folder, formats, madeBy, identities } = making;
  const before = await openBookFolder(folder, book);
  const chapters: ChapterRecord[] = [];
  const kept: boolean[] = [];
  const dropped: DroppedByVoice[] = [];
  const summaries: SynthesisSummary[] = [];
  let wholes = before?.wholes ?? [];
  const record = (): BookRecord => {
    const { comment } = generatedSpeech;
    const { script, title, author, language } = book;
    return { format: 2, madeBy, script, comment, title, author, language, chapters, wholes };
  };
  let startMs = 0;
  for (const [index, chapter] of book.chapters.entries()) {
    const { name, tags } = nameChapter(book, index);
    const headings = chapter.sections.map(({ level, title }) => [level, title]);
    const made = [makingVersion, madeBy, name, tags, book.language, headings];
    const key = await chapterKey(chapter.items, made, identities);
    signal.throwIfAborted();
    const there = before?.chapters.find((known) => known.key === key);
    const files = there === undefined ? [] : await findFiles(there, making);
    const missing = formats.filter((format) => !files.some((file) => formatOf(file) === format));
    kept.push(missing.length === 0);
    let durationMs = there?.durationMs ?? 0;
    if (missing.length > 0) {
      making.onChapter(chapter, index);
      const place = { ...making, name, tags, language: book.language, formats: missing };
      const rendered = await renderChapter(chapter, place, signal);
      dropped.push(...rendered.dropped);
      summaries.push(rendered.summary);
      files.push(...(await Promise.all(rendered.files.map((file) => describeFile(folder, file)))));
      durationMs = rendered.durationMs;
    }
    const utteranceCount = chapter.items.filter(({ kind }) => kind === 'utterance').length;
    chapters.push({ title: chapter.title, startMs, durationMs, utteranceCount, key, files });
    if (missing.length > 0) await writeRecord(folder, withOthers(record(), before));
    startMs += chapters.at(-1)?.durationMs ?? 0;
  }
  wholes = await renderWholes(record(), making, signal);
  await removeStale(folder, before, record());
  await writeRecord(folder, record());
  return { record: record(), kept, dropped: onePerVoice(dropped), summaries };
}

/** A record of what is complete, with what is there of before: what is interrupted now is kept or removed later. */
function withOthers(made: BookRecord, before: BookRecord | null): BookRecord {
  const keys = new Set(made.chapters.map(({ key }) => key));
  const names = new Set(made.chapters.flatMap(({ files }) => files.map(({ name }) => name)));
  const others = (before?.chapters ?? [])
    .filter(({ key }) => !keys.has(key))
    .map((chapter) => ({ ...chapter, files: chapter.files.filter(({ name }) => !names.has(name)) }))
    .filter(({ files }) => files.length > 0);
  return { ...made, chapters: [...made.chapters, ...others] };
}

interface NamedChapter {
  /** Of its files, without an ending. */
  readonly name: string;
  readonly tags: ChapterTags;
}

/** @param index  from 0 */
function nameChapter({ title: album, author, chapters }: Book, index: number): NamedChapter {
  const trackNumber = index + 1;
  const title = chapters[index]?.title ?? album;
  return {
    name: chapterFileName(title, trackNumber, chapters.length),
    tags: { title, album, ...(author !== null && { artist: author }), trackNumber },
  };
}

/** Those that were wanted now, and what is there of before and still true. */
async function renderWholes(
  book: BookRecord,
  { folder, madeBy, wholes, again, onWhole }: BookMaking,
  signal: AbortSignal,
): Promise<WholeRecord[]> {
  const records: WholeRecord[] = [];
  for (const extension of wholeExtensions) {
    const name = `${bookFileName(book.title)}.${extension}`;
    const key = hashOf([
      makingVersion,
      madeBy,
      name,
      book.author,
      book.chapters.map((chapter) => chapter.key),
    ]);
    const wanted = wholes.find((whole) => whole.extension === extension);
    const before = book.wholes.find((whole) => whole.key === key);
    if (before !== undefined && !(again && wanted !== undefined) && (await isUnchanged(folder, before))) {
      records.push(before);
    } else if (wanted !== undefined) {
      onWhole(name);
      await wanted.write(book, { folder, name }, signal);
      records.push({ ...(await describeFile(folder, name)), key });
    }
  }
  return records;
}

function formatOf({ name }: FileRecord): string {
  return path.extname(name).slice(1);
}

/** What is there of a chapter as it was written, but for what is to be made again. */
async function findFiles(
  { files }: ChapterRecord,
  { folder, formats, again }: BookMaking,
): Promise<FileRecord[]> {
  const wanted = files.filter((file) => !(again && formats.some((format) => format === formatOf(file))));
  const isThere = await Promise.all(wanted.map((file) => isUnchanged(folder, file)));
  return wanted.filter((_, index) => isThere[index]);
}

/** Each ability once for each voice, where the first chapter lacks it. */
function onePerVoice(dropped: readonly DroppedByVoice[]): readonly DroppedByVoice[] {
  const found = new Map(dropped.toReversed().map((drop) => [`${drop.ability} ${drop.voice}`, drop]));
  return dropped.filter((drop) => found.get(`${drop.ability} ${drop.voice}`) === drop);
}

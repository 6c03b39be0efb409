import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { partPath } from '../../audioFiles/soundParts.ts';
import { toWriteError } from '../../audioFiles/toWriteError.ts';
import { scratchName } from '../soundScratch.ts';
import { chapterPaths, type EpubBook } from './epubBook.ts';
import { packageFolder, toEpubEntries } from './epubEntries.ts';

export interface EpubPlace {
  /** Paths of the chapters' sounds, MP3, in their order. */
  readonly soundFiles: readonly string[];
  readonly folder: string;
  readonly name: string;
}

/**
 * Writes a book as an EPUB 3 whose words are marked as they are heard.
 *
 * @throws SpeechError diskFull, fileUnwritable; the signal's reason after an abort; nothing is left then
 * Source: EPUB 3.3, 4 "Open container format".
 */
export async function writeEpub(
  book: EpubBook,
  { soundFiles, folder, name }: EpubPlace,
  signal: AbortSignal,
): Promise<void> {
  const target = path.join(folder, name);
  const part = partPath(path.join(folder, scratchName));
  const zip = new ZipFile();
  // The kind of the file stands at its very start, as it is, without the longer form of its time.
  const stored = { mtime: book.modified, compress: false, forceDosTimestamp: true };
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.addBuffer(Buffer.from('application/epub+zip'), 'mimetype', stored);
      for (const entry of toEpubEntries(book))
        zip.addBuffer(Buffer.from(entry.text), entry.path, { ...stored, compress: true });
      for (const [index, file] of soundFiles.entries())
        zip.addFile(file, `${packageFolder}/${chapterPaths(index).sound}`, stored);
      zip.end();
      pipeline(zip.outputStream, createWriteStream(part, { flags: 'wx' }), { signal }).then(resolve, reject);
    });
    await rename(part, target);
  } catch (cause) {
    signal.throwIfAborted();
    throw toWriteError(target, cause);
  } finally {
    await rm(part, { force: true });
  }
}

import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { Parser, type ReadEntry } from 'tar';
import { copyVerified } from './copyVerified.ts';
import type { ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';

/**
 * Unpacks the wanted files of an npm archive into their part files, streaming, and skips everything else in it.
 *
 * @param wanted  by path inside the package
 * @throws SourceFailure `refused` where a file is not in the archive, `wrongBytes` where one is another
 */
export async function unpackTarball(
  tarballPath: string,
  wanted: ReadonlyMap<string, WantedFile>,
  transfer: Transfer,
): Promise<ReceivedFile[]> {
  const received: Promise<ReceivedFile>[] = [];
  const failed = new AbortController();
  const parser = new Parser({
    filter: (path) => wanted.has(insidePackage(path)),
    onReadEntry: (entry) => {
      const copied = copyEntry(entry, wanted, transfer);
      // The failure itself is awaited below; here it only ends the reading.
      copied.catch((error: unknown) => {
        failed.abort(error);
      });
      received.push(copied);
    },
  });
  try {
    await feed(parser, tarballPath, AbortSignal.any([transfer.signal, failed.signal]));
  } catch (error) {
    await Promise.allSettled(received);
    transfer.signal.throwIfAborted();
    throw failed.signal.aborted ? failed.signal.reason : error;
  }
  const files = await Promise.all(received);
  for (const [path, { path: name }] of wanted) {
    if (!files.some((file) => file.path === name)) {
      throw new SourceFailure('refused', `The archive has no '${path}'.`);
    }
  }
  return files;
}

/** The one folder that every npm archive has at its top is usually, but not always, named `package`. */
function insidePackage(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

async function copyEntry(
  entry: ReadEntry,
  wanted: ReadonlyMap<string, WantedFile>,
  transfer: Transfer,
): Promise<ReceivedFile> {
  const path = insidePackage(entry.path);
  const file = wanted.get(path);
  if (file === undefined || entry.type !== 'File') {
    throw new SourceFailure('refused', `'${path}' is not a plain file of the archive.`);
  }
  return copyVerified({ name: `'${path}' of the archive`, chunks: entry }, file, transfer);
}

async function feed(parser: Parser, tarballPath: string, signal: AbortSignal): Promise<void> {
  const ended = once(parser, 'end', { signal });
  // Awaited at the end; until then a failure surfaces through the signal or the writes.
  ended.catch(() => undefined);
  for await (const chunk of createReadStream(tarballPath, {
    signal,
    highWaterMark: 1 << 18,
  }) as AsyncIterable<Buffer>) {
    if (!parser.write(chunk)) {
      await once(parser, 'drain', { signal });
    }
  }
  parser.end();
  await ended;
}

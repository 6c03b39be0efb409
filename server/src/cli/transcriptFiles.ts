import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { writeFailureReason } from '../files/fileSystemErrors.ts';
import { checkPlaceToWrite } from './checkPlaceToWrite.ts';
import { UsageError } from './failure.ts';
import { isFolder } from './isFolder.ts';
import { transcriptEndings, type TranscriptFormat } from './formatTranscript.ts';
import { makeFolder } from '../system/makeFolder.ts';

export interface TranscriptFilesOptions {
  readonly format: TranscriptFormat;
  /** A file; a folder where there are several transcripts, where it is one or ends as one. Absent: nothing is written. */
  readonly output?: string;
}

/**
 * Where the transcript of each sound file is written; none where nothing is. A folder that is not there is made.
 *
 * @throws UsageError for two transcripts in one place, or one over its sound; SpeechError fileUnwritable, before anything
 *         is heard
 */
export async function transcriptFiles(
  files: readonly string[],
  { format, output }: TranscriptFilesOptions,
): Promise<ReadonlyMap<string, string>> {
  if (output === undefined) return new Map();
  const areInFolder = files.length > 1 || /[/\\]$/u.test(output) || (await isFolder(output));
  const places = new Map<string, string>();
  for (const file of files) {
    const name = path.basename(file, path.extname(file)) + transcriptEndings[format];
    places.set(file, areInFolder ? path.join(output, name) : output);
  }
  await assertApart(places);
  if (areInFolder) await makeTranscriptFolder(output);
  for (const place of places.values()) await checkPlaceToWrite(place, `heard${transcriptEndings[format]}`);
  return places;
}

async function assertApart(places: ReadonlyMap<string, string>): Promise<void> {
  const sources = new Map<string, string>();
  for (const file of places.keys()) sources.set(await toRealPath(file), file);
  const taken = new Map<string, string>();
  for (const [file, place] of places) {
    const key = await toRealPath(place);
    const sound = sources.get(key);
    if (sound !== undefined)
      throw new UsageError(`--output would overwrite ${sound}.`, 'Give the transcript another name.');
    const other = taken.get(key);
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${file} would both be written to ${place}.`,
        'Transcribe them into different folders.',
      );
    }
    taken.set(key, file);
  }
}

/** Where a name leads to, through links too. */
async function toRealPath(file: string): Promise<string> {
  return realpath(file).catch(() => path.resolve(file));
}

async function makeTranscriptFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    throw new SpeechError('fileUnwritable', {
      message: `The folder ${folder} could not be made: ${writeFailureReason(cause)}.`,
      hint: 'Several transcripts are written to a folder; name one with --output that can be made.',
      cause,
    });
  }
}

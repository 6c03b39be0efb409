import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isSpeechError } from '../../../protocol/errors.ts';
import { inStore } from '../files/fileSystemErrors.ts';
import type { InstalledModel } from './installedModel.ts';
import { withLock } from '../files/lock.ts';
import { forgetFiles, statFile } from './manifest.ts';
import { manifestIn } from './modelFolder.ts';
import { syncFolder, syncPath } from '../files/partFile.ts';
import { makeFolder } from '../system/makeFolder.ts';

/** Files that are made of a model's files, once for a machine. */
export interface PreparedFilesRequest {
  /** Names them on the disk: lower case, digits and hyphens. */
  readonly id: string;
  /** Raised whenever the same sources give other files. */
  readonly version: number | string;
  /** Those of the model's files that they are made of. */
  readonly sources: readonly string[];
  /** Makes them in an empty folder, synced to the disk. */
  readonly make: (places: PreparedPlaces, signal: AbortSignal) => Promise<void>;
  /** One line for the user: preparation takes a while, or another process does it. */
  readonly onNote?: (note: string) => void;
}

export interface PreparedPlaces {
  /** Where they are made. */
  readonly draftFolder: string;
  /** Where they are moved to, together. */
  readonly folder: string;
}

/**
 * The prepared files of a model, by name, as paths in one folder. They are made once per machine, for the checksums of
 * their sources and one version of what makes them: by one process at a time, the others wait. They get their final
 * place only after all are made, and results of other versions and sources are removed then. Files whose size or time
 * changed since are made again. Sources that are found to be broken are not counted as installed any more.
 *
 * @throws SpeechError `diskFull`, `cacheNotWritable`; what `make` throws
 */
export async function openPreparedFiles(
  model: InstalledModel,
  request: PreparedFilesRequest,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const place = preparedPlace(model, request);
  const ready = await readPrepared(place.folder);
  if (ready !== null) {
    return ready;
  }
  try {
    return await inStore({ folder: place.recipeFolder }, () =>
      withLock(
        `${place.recipeFolder}.lock`,
        {
          signal,
          onWait: () => request.onNote?.(`Another process is preparing '${model.id}'; waiting for it.`),
        },
        async (lockedSignal) =>
          (await readPrepared(place.folder)) ??
          (await prepare(model, request, { place, signal: lockedSignal })),
      ),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

interface PreparedPlace {
  readonly recipeFolder: string;
  readonly folder: string;
}

function preparedPlace(model: InstalledModel, { id, version, sources }: PreparedFilesRequest): PreparedPlace {
  const recipeFolder = join(model.folder, 'prepared', id);
  const checksums = sources.map((file) => model.sha256(file)).join('-');
  return { recipeFolder, folder: join(recipeFolder, `${version}-${checksums}`) };
}

/** What is in a prepared folder, as of its making. */
const recordSchema = z.record(z.string(), z.object({ bytes: z.number(), mtimeMs: z.number() }));

const recordName = 'record.json';

/** Null where nothing is prepared, or where it is not any more what was made. */
async function readPrepared(folder: string): Promise<Record<string, string> | null> {
  const record = await readRecord(join(folder, recordName));
  if (record === null) {
    return null;
  }
  const paths: Record<string, string> = {};
  for (const [name, made] of Object.entries(record)) {
    const path = join(folder, name);
    const found = await statFile(path);
    if (found?.bytes !== made.bytes || found.mtimeMs !== made.mtimeMs) {
      return null;
    }
    paths[name] = path;
  }
  return paths;
}

/** @returns null where there is none, or where it was cut off or changed */
async function readRecord(file: string): Promise<z.infer<typeof recordSchema> | null> {
  try {
    return recordSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

interface Preparation {
  readonly place: PreparedPlace;
  readonly signal: AbortSignal;
}

async function prepare(
  model: InstalledModel,
  { make, sources, onNote }: PreparedFilesRequest,
  { place, signal }: Preparation,
): Promise<Record<string, string>> {
  onNote?.(`Preparing '${model.id}' for this machine; this is done once.`);
  // Whatever lies here is of other versions, of a process that was killed, or changed since: nobody else is at it.
  await rm(place.recipeFolder, { recursive: true, force: true });
  const draftFolder = join(place.recipeFolder, `.draft-${randomUUID()}`);
  try {
    await makeFolder(draftFolder);
    await make({ draftFolder, folder: place.folder }, signal);
    signal.throwIfAborted();
    const names = (await readdir(draftFolder)).toSorted();
    await writeRecord(draftFolder, names);
    await rename(draftFolder, place.folder);
    await syncFolder(dirname(place.folder));
    return Object.fromEntries(names.map((name) => [name, join(place.folder, name)]));
  } catch (error) {
    await rm(draftFolder, { recursive: true, force: true });
    if (isSpeechError(error, 'modelCorrupt')) {
      // What is wrong is told, remembered or not.
      await forgetFiles({ manifestPath: manifestIn(model.folder) }, sources).catch(() => undefined);
    }
    throw error;
  }
}

async function writeRecord(folder: string, names: readonly string[]): Promise<void> {
  const entries = await Promise.all(names.map(async (name) => [name, await statFile(join(folder, name))]));
  const path = join(folder, recordName);
  await writeFile(path, JSON.stringify(Object.fromEntries(entries), null, 2));
  await syncPath(path, 'r+');
  await syncFolder(folder);
}

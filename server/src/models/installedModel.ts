import { readdir } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import type { ModelState, ModelSummary } from '../../../protocol/models.ts';
import { totalBytes, type CatalogModel } from './catalog.ts';
import { errorCode, megabytes } from '../files/fileSystemErrors.ts';
import { inspectFiles, updateManifest, type Inspection, type InspectOptions } from './manifest.ts';
import { filePath, type ModelFolder } from './modelFolder.ts';

/** A model whose every file is on the disk and was verified. */
export interface InstalledModel {
  readonly id: string;
  readonly folder: string;
  /** Absolute path of one of the catalogue's files. @throws RangeError where the model has no such file */
  path(fileName: string): string;
  /** Lower-case hexadecimal. @throws RangeError where the model has no such file */
  sha256(fileName: string): string;
}

/**
 * @throws SpeechError `modelNotInstalled` where a file is missing, `modelCorrupt` where one is not what it was
 */
export async function installedModel(
  model: CatalogModel,
  place: ModelFolder,
  signal: AbortSignal,
): Promise<InstalledModel> {
  const { states, manifest } = await inspect(model, { place, signal, reading: 'changed' });
  const changed = model.files.find(({ path }) => states.get(path) === 'changed');
  if (changed !== undefined) {
    throw new SpeechError('modelCorrupt', {
      message: `'${changed.path}' of model '${model.id}' has changed since it was installed.`,
      hint: `Install it again: 'aloud models pull ${model.id}' fetches the files that are wrong.`,
      data: { model: model.id },
    });
  }
  const missing = model.files.filter(({ path }) => states.get(path) === 'missing');
  if (missing.length > 0) {
    throw new SpeechError('modelNotInstalled', {
      message: `The model '${model.id}' is not installed${missing.length < model.files.length ? ' completely' : ''}.`,
      hint: `Install it with 'aloud models pull ${model.id}' (${megabytes(totalBytes(missing))} MB, license ${model.license}).`,
      data: { model: model.id, title: model.title, bytes: totalBytes(missing) },
    });
  }
  const known = (fileName: string): string => {
    const entry = manifest[fileName];
    if (entry === undefined || !model.files.some(({ path }) => path === fileName)) {
      throw new RangeError(`The model '${model.id}' has no file '${fileName}'.`);
    }
    return entry.sha256;
  };
  return {
    id: model.id,
    folder: place.folder,
    path: (fileName) => {
      known(fileName);
      return filePath(place, fileName);
    },
    sha256: known,
  };
}

export interface SummaryOptions extends InspectOptions {
  readonly place: ModelFolder;
}

/** A model as lists show it: `corrupt` before all else, `partial` where some of it, or a part of a file, is there. */
export async function summarize(model: CatalogModel, options: SummaryOptions): Promise<ModelSummary> {
  const { id, title, license, languages, capabilities, isDefault, requiresConsent } = model;
  const { states } = await inspect(model, options);
  const found = [...states.values()];
  const state: ModelState = found.includes('changed')
    ? 'corrupt'
    : !found.includes('missing')
      ? 'installed'
      : found.includes('verified') || (await hasPartialFiles(options.place))
        ? 'partial'
        : 'notInstalled';
  const bytes = totalBytes(model.files);
  return { id, title, state, bytes, license, languages, capabilities, isDefault, requiresConsent };
}

/** Remembers what was read, so that it need not be read again. */
async function inspect(model: CatalogModel, options: SummaryOptions): Promise<Inspection> {
  try {
    const inspection = await inspectFiles(options.place, model.files, options);
    if (Object.keys(inspection.changes).length > 0) {
      await updateManifest(options.place, inspection.changes).catch(ignoreUnwritable);
    }
    return inspection;
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  }
}

/** A store that somebody else keeps can be used without being written. */
function ignoreUnwritable(error: unknown): void {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(errorCode(error) ?? '')) {
    throw error;
  }
}

async function hasPartialFiles({ partialFolder }: ModelFolder): Promise<boolean> {
  return (await readdir(partialFolder).catch(() => [])).length > 0;
}

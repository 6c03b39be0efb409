import { rm } from 'node:fs/promises';
import type { ModelSummary } from '../../../protocol/models.ts';
import { builtInCatalog, findModel, type Catalog, type CatalogModel } from './catalog.ts';
import { freeBytes, type FreeBytes } from '../files/diskSpace.ts';
import { inStore } from '../files/fileSystemErrors.ts';
import { installedModel, summarize, type InstalledModel } from './installedModel.ts';
import { withLock, type LockTiming } from '../files/lock.ts';
import { modelFolder } from './modelFolder.ts';
import { networkTiming, type NetworkTiming } from './network.ts';
import { openPartFile, type OpenPartFile } from '../files/partFile.ts';
import type { Environment } from './proxy.ts';
import { pullModel, type PullOptions } from './pullModel.ts';

export type { InstalledModel } from './installedModel.ts';
export type { PullOptions } from './pullModel.ts';

/**
 * The models on this machine. One store may be used by any number of processes at once; what changes a model is
 * done by one at a time, the others wait. Everything that waits or reads much takes a signal, answers its abort
 * within 100 ms with the signal's reason, and leaves a state from which the next call goes on.
 */
export interface ModelStore {
  readonly folder: string;
  /** All models of the catalogue with their state. */
  list(signal?: AbortSignal): Promise<readonly ModelSummary[]>;
  /**
   * An installed model, ready for use: every file is of the size and time it had when its checksum was verified,
   * or is verified now.
   *
   * @throws SpeechError `unknownModel`, `modelNotInstalled`, `modelCorrupt`
   */
  open(id: string, signal: AbortSignal): Promise<InstalledModel>;
  /**
   * Fetches what is missing of a model, going on from what an interrupted pull left.
   *
   * @throws SpeechError `unknownModel`; `invalidInput` where consent is needed; `diskFull`, `cacheNotWritable`,
   *         `networkUnreachable`, `downloadFailed`, `modelCorrupt`
   */
  pull(id: string, options: PullOptions): Promise<InstalledModel>;
  /** Reads every byte again. The summary's state tells what was found. */
  verify(id: string, signal: AbortSignal): Promise<ModelSummary>;
  /** Removes a model with everything made from it. No error where it is not there. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
}

export interface ModelStoreOptions {
  /** Made with the first model. */
  readonly folder: string;
  readonly catalog?: Catalog;
  /** Proxies, mirrors, and what npm needs. */
  readonly environment: Environment;
  /** Program and first arguments. */
  readonly npmCommand?: readonly string[];
  readonly networkTiming?: NetworkTiming;
  readonly lockTiming?: LockTiming;
  readonly openPartFile?: OpenPartFile;
  readonly freeBytes?: FreeBytes;
}

export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { folder, environment } = options;
  const catalog = options.catalog ?? builtInCatalog;
  const never = new AbortController().signal;
  const summary = async (model: CatalogModel, signal: AbortSignal, reading: 'changed' | 'all' = 'changed') =>
    summarize(model, { place: modelFolder(folder, model.id), signal, reading });
  return {
    folder,
    list: async (signal = never) => {
      const summaries: ModelSummary[] = [];
      for (const model of catalog.models) {
        summaries.push(await summary(model, signal));
      }
      return summaries;
    },
    open: (id, signal) => installedModel(findModel(catalog, id), modelFolder(folder, id), signal),
    pull: async (id, pullOptions) => {
      const model = findModel(catalog, id);
      return pullModel(model, modelFolder(folder, id), {
        ...pullOptions,
        environment,
        npmCommand: options.npmCommand ?? ['npm'],
        timing: options.networkTiming ?? networkTiming,
        openPartFile: options.openPartFile ?? openPartFile,
        freeBytes: options.freeBytes ?? freeBytes,
        ...(options.lockTiming === undefined ? {} : { lockTiming: options.lockTiming }),
      });
    },
    verify: (id, signal) => summary(findModel(catalog, id), signal, 'all'),
    remove: async (id, signal = never) => {
      const place = modelFolder(folder, findModel(catalog, id).id);
      await inStore({ folder: place.folder }, () =>
        withLock(place.lockPath, { signal }, () => rm(place.folder, { recursive: true, force: true })),
      );
    },
  };
}

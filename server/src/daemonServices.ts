import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './system/clock.ts';
import { keepAliveMs, type Configuration } from './configuration/configuration.ts';
import type { Log, LogTag } from './daemon/log.ts';
import {
  createSharedEngines,
  type SharedEngines,
  type SharedEnginesEvent,
} from './enginePool/sharedEngines.ts';
import type { SpeechServices } from './handlers/speechServices.ts';
import { createUtteranceHistory } from './history/utteranceHistory.ts';
import { defaultVoice, engineAbilities, engineModels } from './modelLibrary/knownEngines.ts';
import { createModelLibrary } from './modelLibrary/modelLibrary.ts';
import { historyFolder, modelsFolder } from './files/cacheFolder.ts';
import { createModelStore, type ModelStore } from './models/modelStore.ts';
import { readScriptKnowledge } from './scripts/readScriptKnowledge.ts';
import type { ScriptKnowledge } from './scripts/scriptKnowledge.ts';
import { createSoundAccess } from './access/soundAccess.ts';
import { createSpokenCache } from './soundCache/spokenCache.ts';
import { openVoiceLibrary } from './voices/voiceLibrary.ts';
import { voicesFolder } from './voices/voicesFolder.ts';
import type { FolderPlace } from './system/userPlace.ts';
import { watchFolder } from './system/watchFolder.ts';
import { connectWorker } from './worker/workerConnection.ts';

export interface DaemonServicesOptions {
  readonly place: FolderPlace;
  readonly log: Log;
  /** The one in force now. */
  readonly configuration: () => Configuration;
  /** Models or voices are not what they were, by whomever. */
  readonly onModelsChanged: () => void;
  /** What was said is kept, heard again or deleted. */
  readonly onHistoryChanged: () => void;
}

export interface DaemonServices extends Omit<SpeechServices, 'daemon' | 'engines'>, AsyncDisposable {
  readonly engines: SharedEngines;
  /** What scripts are judged by on this machine. */
  readonly readScriptKnowledge: (signal: AbortSignal) => Promise<ScriptKnowledge>;
}

/** What the daemon serves: the composition root of its process. Engines and sound devices are in processes that start when needed. */
export function createDaemonServices(options: DaemonServicesOptions): DaemonServices {
  const { place, log } = options;
  const store = createModelStore({ folder: modelsFolder(place), environment: place.environment });
  const engines = createEngines(store, options);
  const voices = openVoiceLibrary(voicesFolder(place));
  const library = createModelLibrary({
    store,
    ownVoices: voices,
    searchPath: place.environment['PATH'] ?? '',
    prepare: (id, signal) => engines.prepare(id, signal),
    note: (line) => {
      log.info('inference', line);
    },
  });
  const sound = createSoundAccess(({ code, signal }) => {
    log.error('sound', 'The sound process has died', { code, signal });
  });
  const soundCache = createSpokenCache(place, warnOf(log, 'synthesis', 'A sound could not be kept'));
  const history = createUtteranceHistory({
    folder: historyFolder(place),
    limitBytes: longestCacheBytes,
    nowMs: () => Date.now(),
    onChanged: options.onHistoryChanged,
    onFailure: warnOf(log, 'recognition', 'An utterance could not be kept'),
  });
  // Listing deletes what is too old.
  const sweeping = systemClock.every(sweepIntervalMs, () => void history.list());
  void history.list();
  const watch = watchModelsAndVoices(engines, options);
  const lexiconPath = fileURLToPath(new URL('english.lexicon', import.meta.url));

  return {
    engines,
    library,
    voices,
    sound,
    soundCache,
    history,
    readScriptKnowledge: (signal) =>
      readScriptKnowledge({ ...library, engineAbilities, defaultVoice, lexiconPath }, signal),
    async [Symbol.asyncDispose]() {
      sweeping[Symbol.dispose]();
      sound[Symbol.dispose]();
      await watch.close();
      await engines[Symbol.asyncDispose]();
    },
  };
}

function createEngines(store: ModelStore, { log, configuration }: DaemonServicesOptions): SharedEngines {
  return createSharedEngines({
    connect: () =>
      connectWorker({
        scriptPath: fileURLToPath(new URL('worker.js', import.meta.url)),
        onNote: (line) => {
          log.info('inference', line);
        },
      }),
    models: engineModels,
    clock: systemClock,
    keepAliveMs: (model) => keepAliveMs(configuration(), model),
    assertInstalled: async (model, signal) => {
      await store.open(model, signal);
    },
    log: (event) => {
      logEngineEvent(log, event);
    },
  });
}

/** Models and voices may be changed by other processes, too. */
function watchModelsAndVoices(
  engines: SharedEngines,
  { place, log, onModelsChanged }: DaemonServicesOptions,
): { close(): Promise<void> } {
  const models = modelsFolder(place);
  const voices = voicesFolder(place);
  const watches = [
    watchFolder({
      path: models,
      depth: 2,
      isIgnored: (file) => isUnderWay(path.relative(models, file)),
      onChange: (paths) => {
        for (const model of new Set(paths.map((file) => modelOf(path.relative(models, file))))) {
          engines.pool.invalidate(model);
          log.info('models', 'A model has changed', { model });
        }
        onModelsChanged();
      },
    }),
    watchFolder({
      path: voices,
      depth: 0,
      isIgnored: (file) => file !== voices && !file.endsWith('.voice'),
      onChange: onModelsChanged,
    }),
  ];
  return {
    async close() {
      await Promise.all(watches.map((watch) => watch.close()));
    },
  };
}

/** @returns tells the log that something failed, with the system's code and nothing of what it was about */
function warnOf(log: Log, tag: LogTag, message: string): (error: unknown) => void {
  return (error) => {
    const { code = null } = error as NodeJS.ErrnoException;
    log.warn(tag, message, { code });
  };
}

/** Two hours of what was said. */
const longestCacheBytes = 256_000_000;

const sweepIntervalMs = 600_000;

/** Downloads, locks and prepared graphs change while a model is used as it is. */
function isUnderWay(relativePath: string): boolean {
  const [name = '', part] = relativePath.split(path.sep);
  return name.endsWith('.lock') || part === '.partial' || part === 'prepared';
}

function modelOf(relativePath: string): string {
  return relativePath.split(path.sep)[0] ?? '';
}

function logEngineEvent(log: Log, event: SharedEnginesEvent): void {
  if (event.type === 'workerDied') {
    const { code, signal } = event.exit;
    log.error('inference', 'A worker has died', { worker: event.worker, code, signal });
    return;
  }
  const { model, provider, elapsedMs } = event;
  const fields = { model, provider, elapsedMs: elapsedMs === null ? null : Math.round(elapsedMs) };
  if (event.type === 'loadFailed') log.warn('models', 'A model could not be loaded', fields);
  else log.info('models', event.type === 'loaded' ? 'A model was loaded' : 'A model was unloaded', fields);
}

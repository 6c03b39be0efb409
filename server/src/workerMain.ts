import { fileURLToPath } from 'node:url';
import { createLocalEngines } from './localEngines.ts';
import { modelsFolder } from './files/cacheFolder.ts';
import { createModelStore } from './models/modelStore.ts';
import { thisUserPlace } from './system/userPlace.ts';
import { openVoiceLibrary } from './voices/voiceLibrary.ts';
import { voicesFolder } from './voices/voicesFolder.ts';
import { createEngineHost } from './worker/engineHost.ts';
import type { FromWorker, ToWorker } from './worker/workerMessages.ts';
import { createWorkerServer } from './worker/workerServer.ts';

/** Entry of the worker: holds the engines for the process that started it, and ends with it. */
function main(): void {
  const send = (message: FromWorker): void => {
    process.send?.(message);
  };
  const place = thisUserPlace();
  const { environment } = place;
  const voices = openVoiceLibrary(voicesFolder(place));
  const engines = createLocalEngines({
    store: createModelStore({ folder: modelsFolder(place), environment }),
    searchPath: environment['PATH'] ?? '',
    openVoice: (name, signal) => voices.open(name, signal),
    lexiconPath: fileURLToPath(new URL('english.lexicon', import.meta.url)),
    onNote: (message) => {
      send({ kind: 'note', message });
    },
  });
  const receive = createWorkerServer(createEngineHost(engines), send);
  process.on('message', (message) => {
    receive(message as ToWorker);
  });
  // At once: a model that computes on a thread of its own would abort an orderly exit.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl+C reaches every process of the terminal; what to do about it is the parent's to decide.
  process.on('SIGINT', () => undefined);
}

main();

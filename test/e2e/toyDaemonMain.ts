import { systemClock } from '../../server/src/system/clock.ts';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import { createDaemon, type Daemon } from '../../server/src/daemon/createDaemon.ts';
import { daemonLimits } from '../../server/src/daemon/limits.ts';
import { createLog } from '../../server/src/daemon/log.ts';
import { openMicrophone } from '../../server/src/devices/microphone.ts';
import { findSpeaker } from '../../server/src/devices/speaker.ts';
import { createSharedEngines } from '../../server/src/enginePool/sharedEngines.ts';
import { defaultVoice, engineAbilities, engineModels } from '../../server/src/modelLibrary/knownEngines.ts';
import { createModelLibrary } from '../../server/src/modelLibrary/modelLibrary.ts';
import { readScriptKnowledge } from '../../server/src/scripts/readScriptKnowledge.ts';
import { createPlayer } from '../../server/src/playback/player.ts';
import { serveClient } from '../../server/src/serveClient.ts';
import { createRespawningSound } from '../../server/src/soundProcess/respawningSound.ts';
import { startSoundProcess } from '../../server/src/soundProcess/startSoundProcess.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { connectWorker } from '../../server/src/worker/workerConnection.ts';
import { noHistory } from '../support/noHistory.ts';
import { noSoundCache } from '../support/noSoundCache.ts';
import { noVoices } from '../support/noVoices.ts';
import { userModelStore } from '../support/userModelStore.ts';

/**
 * The daemon with another worker, whatever is installed; argv: the programs of the worker and of the sound process.
 * Prints a line when it serves, and ends on SIGTERM.
 */
const [workerPath = '', soundPath = ''] = process.argv.slice(2);
const log = createLog(() => undefined);
const engines = createSharedEngines({
  connect: () => connectWorker({ scriptPath: workerPath, onNote: () => undefined }),
  models: engineModels,
  clock: systemClock,
});
const library = createModelLibrary({
  store: userModelStore,
  ownVoices: noVoices,
  searchPath: '',
  prepare: () => Promise.resolve(),
  note: () => undefined,
});
const system = createRespawningSound({ start: () => startSoundProcess(soundPath), clock: systemClock });
/** Newer than any client, so that none asks it to give its place up. */
const status = {
  version: '99.0.0',
  pid: process.pid,
  address: daemonAddress(thisUserPlace()).socketPath,
  uptimeMs: 0,
  connections: 1,
  memoryBytes: 0,
};
const services = {
  engines,
  library: {
    ...library,
    chooseRecognition: () => Promise.resolve({ engine: 'sensevoice', missing: null }),
    requireInstalled: () => Promise.resolve(),
  },
  sound: {
    listDevices: () => system.listDevices(),
    openMicrophone: (options: Parameters<typeof openMicrophone>[1], signal: AbortSignal) =>
      openMicrophone(system, options, signal),
    player: createPlayer({ findSpeaker: (device) => findSpeaker(system, device), clock: systemClock }),
  },
  soundCache: noSoundCache,
  history: noHistory,
  voices: openVoiceLibrary(''),
  daemon: {
    status: () => ({ ...status, engines: [], queue: [], logFile: null, http: null }),
    shutdown: () => void daemon.close(),
  },
};
const daemon: Daemon = createDaemon({
  address: daemonAddress(thisUserPlace()),
  version: status.version,
  log,
  limits: daemonLimits,
  attach: (connection) => {
    serveClient(connection, 'toy', {
      services,
      version: status.version,
      readKnowledge: (signal) =>
        readScriptKnowledge({ ...library, engineAbilities, defaultVoice, lexiconPath: '' }, signal),
      log,
    });
  },
});
process.on('SIGTERM', () => void daemon.close());
await daemon.ready;
process.stdout.write('serves\n');
await daemon.closed;
system[Symbol.dispose]();
await engines[Symbol.asyncDispose]();
process.exit(0);

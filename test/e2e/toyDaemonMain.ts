import { systemClock } from '../../server/src/clock.ts';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import { createDaemon, type Daemon } from '../../server/src/daemon/createDaemon.ts';
import { daemonLimits } from '../../server/src/daemon/limits.ts';
import { createLog } from '../../server/src/daemon/log.ts';
import { openMicrophone } from '../../server/src/devices/microphone.ts';
import { openSpeaker } from '../../server/src/devices/speaker.ts';
import { createSharedEngines } from '../../server/src/enginePool/sharedEngines.ts';
import { createModelLibrary, engineModels } from '../../server/src/modelLibrary.ts';
import { createModelStore } from '../../server/src/models/modelStore.ts';
import { createPlayer } from '../../server/src/playback/player.ts';
import { serveClient } from '../../server/src/serveClient.ts';
import { createRespawningSound } from '../../server/src/soundProcess/respawningSound.ts';
import { startSoundProcess } from '../../server/src/soundProcess/startSoundProcess.ts';
import { connectWorker } from '../../server/src/worker/workerConnection.ts';

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
  store: createModelStore(),
  prepare: () => Promise.resolve(),
  note: () => undefined,
});
const system = createRespawningSound({ start: () => startSoundProcess(soundPath), clock: systemClock });
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
    player: createPlayer({ openSpeaker: (options) => openSpeaker(system, options), clock: systemClock }),
  },
  daemon: {
    status: () => {
      throw new Error('Nobody asks this daemon how it is.');
    },
    shutdown: () => void daemon.close(),
  },
};
const daemon: Daemon = createDaemon({
  address: daemonAddress(),
  version: '0.0.0',
  log,
  limits: daemonLimits,
  attach: (connection) => {
    serveClient(connection, 'toy', {
      services,
      version: '0.0.0',
      readKnowledge: () => Promise.reject(new Error('No scripts here.')),
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

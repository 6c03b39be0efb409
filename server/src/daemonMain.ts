import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './system/clock.ts';
import { configurationPath } from './configuration/configurationFile.ts';
import { watchConfiguration } from './configuration/watchConfiguration.ts';
import { daemonAddress } from './daemon/address.ts';
import { createDaemon, type Daemon } from './daemon/createDaemon.ts';
import { daemonLimits } from './daemon/limits.ts';
import { createLog, describeBug, type Log } from './daemon/log.ts';
import { createLogFile } from './daemon/logFile.ts';
import { createHttpAdapter } from './daemon/http/httpAdapter.ts';
import { createDaemonServices } from './daemonServices.ts';
import { describeEngines } from './enginePool/describeEngines.ts';
import { createHttpSwitch } from './daemon/http/httpSwitch.ts';
import { cacheFolder } from './files/cacheFolder.ts';
import { thisUserPlace, type UserPlace } from './system/userPlace.ts';
import { serveClient, type ServedClient } from './serveClient.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** Entry of the daemon: serves the clients of one user until nobody needs it. */
async function main(): Promise<void> {
  const place = thisUserPlace();
  const logPath = path.join(cacheFolder(place), 'logs', 'daemon.log');
  const logFile = createLogFile({ path: logPath });
  const log = createLog((record) => {
    logFile.write(record);
  });
  process.on('uncaughtException', (error) => {
    log.error('daemon', 'A mistake of ours ends the daemon', describeBug(error));
    void logFile.flush().finally(() => process.exit(1));
  });
  await serve(log, { place, logPath });
  await logFile.flush();
  process.exit(0);
}

interface Whereabouts {
  readonly place: UserPlace;
  readonly logPath: string;
}

async function serve(log: Log, { place, logPath }: Whereabouts): Promise<void> {
  const clients = new Set<ServedClient>();
  const configuration = await watchConfiguration({
    file: configurationPath(place),
    onChange: ({ http: settings }) => {
      log.info('daemon', 'The settings were read anew');
      void http.apply(settings);
      services.engines.pool.applyKeepAlive();
    },
    onMistake: (message) => {
      log.warn('daemon', message);
    },
  });
  const services = createDaemonServices({
    place,
    log,
    configuration: () => configuration.current(),
    onModelsChanged: () => {
      for (const client of clients) client.modelsChanged();
    },
    onHistoryChanged: () => {
      for (const client of clients) client.historyChanged();
    },
  });
  const address = daemonAddress(place);
  const startMs = performance.now();
  const control = {
    status: () => ({
      ...describeEngines(services.engines.status()),
      version: manifest.version,
      pid: process.pid,
      address: address.socketPath,
      uptimeMs: performance.now() - startMs,
      connections: daemon.connectionCount,
      memoryBytes: process.memoryUsage.rss(),
      logFile: logPath,
      http: http.address(),
    }),
    shutdown: (drain: boolean) => void (drain ? daemon.drain() : daemon.close()),
  };
  let clientCount = 0;
  const { idleMinutes } = configuration.current();
  const daemon = createDaemon({
    address,
    version: manifest.version,
    log,
    limits: { ...daemonLimits, ...(idleMinutes !== undefined && { idleMs: idleMinutes * 60_000 }) },
    programPath: fileURLToPath(import.meta.url),
    attach: (connection) => {
      const id = `client-${(clientCount += 1)}`;
      const client = serveClient(connection, id, {
        services: { ...services, daemon: control },
        version: manifest.version,
        readKnowledge: services.readScriptKnowledge,
        log,
      });
      clients.add(client);
      connection.signal.addEventListener('abort', () => clients.delete(client));
    },
  });
  const http = createHttpSwitch({
    open: (settings) =>
      createHttpAdapter({
        services: { ...services, daemon: control },
        version: manifest.version,
        host: '127.0.0.1',
        ...settings,
        log,
        beginWork: () => daemon.beginWork(),
      }),
    stayAwake: () => daemon.stayAwake(),
    log,
    clock: systemClock,
  });
  // What runs is finished here; who asks from now on finds the successor.
  daemon.leaving.addEventListener('abort', () => void http.stopListening());
  endOnSignals(daemon);
  // Where another daemon was faster, this one has ended.
  if (await daemon.ready) await http.apply(configuration.current().http);
  await daemon.closed;
  await http.apply(undefined);
  await configuration.close();
  await services[Symbol.asyncDispose]();
}

function endOnSignals(daemon: Daemon): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => void daemon.close());
  }
}

await main();

import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { daemonAddress, type DaemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { daemonProgram } from '../../server/src/daemon/daemonLauncher.ts';
import { connectOrLaunch } from '../../server/src/daemon/connectOrLaunch.ts';
import { copyModelStore } from './modelStoreCopy.ts';
import { endProcess, readChildIds } from './processes.ts';
import { never } from './never.ts';

/** A place where the built daemon runs as users run it: with an address, a cache and settings of its own. */
export interface DaemonPlace extends AsyncDisposable {
  readonly folder: string;
  readonly cacheFolder: string;
  /** `daemon.json`, which need not exist. */
  readonly configurationFile: string;
  readonly address: DaemonAddress;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the daemon where none runs. */
  launch(client?: ClientVersion): Promise<DaemonConnection>;
  /** @returns null where none runs */
  connect(): Promise<DaemonConnection | null>;
  readLog(): Promise<string>;
}

export interface ClientVersion {
  readonly version: string;
}

export interface DaemonPlaceOptions {
  /** Where the build is; absent: the checkout's own. */
  readonly distFolder?: string;
  /** Whether the user's models are there; they can be damaged and removed without harm. */
  readonly hasModels?: boolean;
}

/** Every daemon that was started there ends with it. */
export async function createDaemonPlace(options: DaemonPlaceOptions = {}): Promise<DaemonPlace> {
  const { distFolder = path.resolve('dist'), hasModels = true } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-'));
  const cacheFolder = path.join(folder, 'cache');
  await mkdir(cacheFolder);
  if (hasModels) await copyModelStore(cacheFolder);
  const configurationFile = path.join(folder, 'daemon.json');
  const environment = {
    ALOUD_RUNTIME_FOLDER: path.join(folder, 'run'),
    ALOUD_CACHE: cacheFolder,
    ALOUD_CONFIG: configurationFile,
    ALOUD_VOICES: path.join(folder, 'voices'),
  };
  const userId = process.getuid?.() ?? null;
  const address = daemonAddress({
    platform: process.platform,
    environment,
    homeFolder: homedir(),
    tempFolder: tmpdir(),
    userId,
  });
  const program = daemonProgram(path.join(distFolder, 'daemon.js'));
  const processIds = new Set<number>();
  const remember = (connection: DaemonConnection): void => {
    processIds.add(connection.daemon.pid);
  };
  return {
    folder,
    cacheFolder,
    configurationFile,
    address,
    environment,
    async launch({ version } = { version: '0.0.0' }) {
      const connection = await connectOrLaunch(
        {
          address,
          client: { name: 'test', version },
          program: { ...program, environment: { ...program.environment, ...environment } },
        },
        never,
      );
      remember(connection);
      return connection;
    },
    async connect() {
      const client = { name: 'test', version: '0.0.0' };
      const connection = await connectDaemon({ address, client }, never);
      if (connection !== null) remember(connection);
      return connection;
    },
    readLog: () => readFile(path.join(cacheFolder, 'logs', 'daemon.log'), 'utf8').catch(() => ''),
    async [Symbol.asyncDispose]() {
      for (const processId of processIds) {
        const workerIds = readChildIds(processId);
        endProcess(processId);
        for (const workerId of workerIds) endProcess(workerId);
      }
      // What was killed may still be writing.
      await delay(50);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

import { readFileSync } from 'node:fs';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import type { Connection } from '../../server/src/daemon/connection.ts';
import { createDaemon, type Daemon, type DaemonOptions } from '../../server/src/daemon/createDaemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { daemonLimits, type DaemonLimits } from '../../server/src/daemon/limits.ts';
import { createLog, type LogRecord } from '../../server/src/daemon/log.ts';
import { createManualClock, type ManualClock } from '../support/manualClock.ts';
import { openRawClient, type RawClient } from './rawClient.ts';
import { createTestFolder, type TestFolder } from './testFolder.ts';
import { attachTestHandlers } from './testHandlers.ts';
import { never } from '../support/never.ts';

export interface TestDaemon extends AsyncDisposable {
  readonly daemon: Daemon;
  readonly folder: TestFolder;
  readonly clock: ManualClock;
  readonly records: readonly LogRecord[];
  readonly connections: readonly Connection[];
  readonly token: string;
  connect(): Promise<DaemonConnection>;
  openRaw(): Promise<RawClient>;
}

export type TestDaemonOptions = Partial<Omit<DaemonOptions, 'limits'>> & {
  readonly limits?: Partial<DaemonLimits>;
};

/** A daemon in this process, on a real socket in a folder of its own, with a clock that stands still. */
export async function startTestDaemon(options: TestDaemonOptions = {}): Promise<TestDaemon> {
  const folder = createTestFolder();
  const clock = createManualClock();
  const records: LogRecord[] = [];
  const connections: Connection[] = [];
  const daemon: Daemon = createDaemon({
    address: folder.address,
    version: '1.2.3',
    clock,
    log: createLog((record) => records.push(record), 'debug'),
    attach: (connection) => {
      connections.push(connection);
      attachTestHandlers(connection, () => daemon);
    },
    ...options,
    limits: { ...daemonLimits, ...options.limits },
  });
  if (!(await daemon.ready)) throw new Error('Another daemon answers.');
  return {
    daemon,
    folder,
    clock,
    records,
    connections,
    token: readFileSync(folder.address.tokenPath, 'utf8'),
    async connect() {
      const options = { address: folder.address, client: { name: 'test', version: '1.2.3' } };
      const connection = await connectDaemon(options, never);
      if (connection === null) throw new Error('Nobody answers.');
      return connection;
    },
    openRaw: () => openRawClient(folder.address.socketPath),
    async [Symbol.asyncDispose]() {
      await daemon.close();
      folder[Symbol.dispose]();
    },
  };
}

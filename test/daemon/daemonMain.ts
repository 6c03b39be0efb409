import { daemonAddress } from '../../server/src/daemon/address.ts';
import { createDaemon, type Daemon } from '../../server/src/daemon/createDaemon.ts';
import { daemonLimits } from '../../server/src/daemon/limits.ts';
import { createLog } from '../../server/src/daemon/log.ts';
import { createLogFile } from '../../server/src/daemon/logFile.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { attachTestHandlers } from './testHandlers.ts';

/** A daemon in a process of its own. What it became is its first line of output. */
const { TEST_VERSION = '1.2.3', TEST_LOG = '/dev/null', TEST_IDLE_MS } = process.env;
const logFile = createLogFile({ path: TEST_LOG });
const daemon: Daemon = createDaemon({
  address: daemonAddress(thisUserPlace()),
  version: TEST_VERSION,
  log: createLog(logFile.write),
  limits: { ...daemonLimits, ...(TEST_IDLE_MS !== undefined && { idleMs: Number(TEST_IDLE_MS) }) },
  attach: (connection) => {
    attachTestHandlers(connection, () => daemon);
  },
});
const isServing = await daemon.ready;
process.stdout.write(isServing ? 'serves\n' : 'leaves\n');
await daemon.closed;
await logFile.flush();

import { daemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { ask, tell } from './ask.ts';

/** A client that sends without end, to be killed. */
const signal = new AbortController().signal;
const connection = await connectDaemon(
  { address: daemonAddress(thisUserPlace()), client: { name: 'doomed', version: '1.0.0' } },
  signal,
);
if (connection === null) throw new Error('Nobody answers.');
void ask(connection, 'test/stream', { count: 1e6, bytes: 50_000 }, signal);
connection.rpc.onNotification('test/chunk', () => {
  void tell(connection, 'test/unknown', { text: 'y'.repeat(3_000_000) });
});
process.stdout.write('connected\n');

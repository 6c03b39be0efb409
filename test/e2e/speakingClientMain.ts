import { onNotification } from '../../protocol/calls.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';

/** A client that has a long text spoken and says when the first sound has come, to be killed then. */
const signal = new AbortController().signal;
const client = { name: 'doomed', version: '0.0.0' };
const connection = await connectDaemon({ address: daemonAddress(thisUserPlace()), client }, signal);
if (connection === null) throw new Error('Nobody answers.');
onNotification(connection.rpc, synthesisAudio, () => process.stdout.write('sound\n'));
const text = 'The old road went on over the hills, past farms and orchards, until it reached the sea. ';
await connection.request(synthesize, { stream: 's1', text: text.repeat(50), voice: 'af_heart' }, signal);

import { daemonAddress } from '../../server/src/daemon/address.ts';
import { claimAddress } from '../../server/src/daemon/claimAddress.ts';
import { readToken } from '../../server/src/daemon/token.ts';
import { createServer } from 'node:net';
import { isSpeechError } from '../../protocol/errors.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';

/** Does, as a user without rights, what a daemon (`serve`) or a client (`read`) does first, and prints the outcome. */
const [task, userId] = [process.argv[2], Number(process.argv[3])];
process.setgroups?.([]);
process.setgid?.(userId);
process.setuid?.(userId);
try {
  const address = daemonAddress(thisUserPlace());
  const signal = new AbortController().signal;
  const outcome =
    task === 'serve'
      ? await claimAddress(createServer(), address, { token: 'secret', signal })
      : await readToken(address);
  print({ outcome: outcome === null ? 'none' : 'done' });
} catch (error) {
  print(isSpeechError(error) ? { code: error.code, message: error.message } : String(error));
}
process.exit();

function print(value: unknown): void {
  process.stdout.write(JSON.stringify(value));
}

import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { systemClock } from './system/clock.ts';
import { nativeSound } from './devices/native/nativeSound.ts';
import { serveSound } from './soundProcess/serveSound.ts';

/** Entry of the process that has the sound devices of another one; it ends with the process that started it. */
function main(): void {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serveSound(connection, { system: nativeSound, clock: systemClock });
  connection.listen();
  process.on('disconnect', () => process.exit(0));
  // Ctrl+C reaches every process of the terminal; what to do about it is the parent's to decide.
  process.on('SIGINT', () => undefined);
}

main();

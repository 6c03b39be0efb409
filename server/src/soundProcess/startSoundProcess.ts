import { fork } from 'node:child_process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { connectSound } from './connectSound.ts';
import type { SoundExit, SoundProcess } from './respawningSound.ts';

/**
 * Starts a process that has the sound devices. It ends with this one, however this one ends. What it prints goes
 * nowhere: sound systems print on standard error whatever they try in vain, pages of it where there is no sound card.
 *
 * @param scriptPath  the bundled `soundMain.ts`
 */
export function startSoundProcess(scriptPath: string): SoundProcess {
  const child = fork(scriptPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onError(() => undefined);
  connection.listen();
  const ended = new Promise<SoundExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.on('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
  void ended.then(() => {
    connection.dispose();
  });
  return {
    system: connectSound(connection),
    ended,
    isUsable: () => child.connected,
    end: () => void child.kill('SIGKILL'),
  };
}

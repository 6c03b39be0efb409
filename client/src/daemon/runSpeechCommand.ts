import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../../../protocol/settings.ts';

export interface CommandPlace {
  readonly extensionPath: string;
  readonly settings: Settings;
}

/**
 * Runs one command of the bundled command line in a process of its own, so that a native crash of an engine
 * ends the command and not the extension host.
 *
 * @returns standard output
 * @throws the signal's reason after an abort; Error when the process cannot be started or exits with another code than 0
 */
export function runSpeechCommand(
  { extensionPath, settings: { nodePath, modelsFolder } }: CommandPlace,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const script = path.join(extensionPath, 'dist', 'cli.js');
  const env = {
    ...process.env,
    // VS Code's own executable behaves as Node with this variable; a real Node ignores it.
    ELECTRON_RUN_AS_NODE: '1',
    ...(modelsFolder === '' ? {} : { ALOUD_CACHE: modelsFolder }),
  };
  return new Promise((resolve, reject) => {
    const command = nodePath === '' ? process.execPath : nodePath;
    execFile(command, [script, ...args], { env, signal }, (error, stdout, stderr) => {
      if (signal.aborted) reject(signal.reason as Error);
      else if (error)
        reject(new Error(stderr.trim() === '' ? error.message : stderr.trim(), { cause: error }));
      else resolve(stdout);
    });
  });
}

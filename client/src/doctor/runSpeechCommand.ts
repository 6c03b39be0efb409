import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../../../protocol/settings.ts';

/**
 * Runs one command of the bundled command line in a process of its own, so that a native crash of an engine
 * ends the command and not the extension host.
 *
 * @returns standard output; undefined when `signal` was aborted
 * @throws Error when the process cannot be started or exits with another code than 0
 */
export function runSpeechCommand(
  context: { readonly extensionPath: string; readonly settings: Settings },
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { nodePath, modelsFolder } = context.settings;
  const script = path.join(context.extensionPath, 'dist', 'cli.js');
  const env = {
    ...process.env,
    // VS Code's own executable behaves as Node with this variable; a real Node ignores it.
    ELECTRON_RUN_AS_NODE: '1',
    ...(modelsFolder === '' ? {} : { ALOUD_CACHE: modelsFolder }),
  };
  return new Promise((resolve, reject) => {
    const command = nodePath === '' ? process.execPath : nodePath;
    execFile(command, [script, ...args], { env, signal }, (error, stdout, stderr) => {
      if (signal.aborted) resolve(undefined);
      else if (error)
        reject(new Error(stderr.trim() === '' ? error.message : stderr.trim(), { cause: error }));
      else resolve(stdout);
    });
  });
}

import { execFile } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { SpeechError, speechErrorCodes } from '../../../protocol/errors.ts';
import type { Settings } from '../../../protocol/settings.ts';

export interface CommandPlace {
  readonly extensionPath: string;
  readonly settings: Settings;
  /** Told each line of standard error. */
  readonly onNote?: (line: string) => void;
}

/**
 * Runs one command of the bundled command line in a process of its own, so that a native crash of an engine
 * ends the command and not the extension host.
 *
 * @returns standard output
 * @throws the signal's reason after an abort; SpeechError where the command prints JSON and says what failed; Error when
 *         the process cannot be started or exits with another code than 0
 */
export function runSpeechCommand(
  { extensionPath, settings: { nodePath, modelsFolder }, onNote }: CommandPlace,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const script = path.join(extensionPath, 'dist', 'cli.js');
  // Options for a Node.js of the user's end VS Code's own at its start where it does not know them.
  const { NODE_OPTIONS: nodeOptions, ...inherited } = process.env;
  const env = {
    ...inherited,
    ...(nodePath === '' ? {} : { NODE_OPTIONS: nodeOptions }),
    // VS Code's own executable behaves as Node with this variable; a real Node ignores it.
    ELECTRON_RUN_AS_NODE: '1',
    ...(modelsFolder === '' ? {} : { ALOUD_CACHE: modelsFolder }),
  };
  return new Promise((resolve, reject) => {
    const command = nodePath === '' ? process.execPath : nodePath;
    const child = execFile(
      command,
      [script, ...args],
      { env, signal, maxBuffer },
      (error, stdout, stderr) => {
        if (signal.aborted) reject(signal.reason as Error);
        else if (error) reject(readFailure(stdout) ?? toError(error, stderr));
        else resolve(stdout);
      },
    );
    if (onNote !== undefined && child.stderr !== null) createInterface(child.stderr).on('line', onNote);
  });
}

/** Of each stream: progress of a job that takes days, and what it says at its end. */
const maxBuffer = 64_000_000;

function toError(error: Error, stderr: string): Error {
  return new Error(stderr.trim() === '' ? error.message : stderr.trim(), { cause: error });
}

/** What `--json` says of a failure; null where it says none, or of a code that is none of the protocol's. */
function readFailure(stdout: string): SpeechError | null {
  try {
    const record = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FailureRecord;
    const code = speechErrorCodes.find((known) => known === record.error?.code);
    return code === undefined || record.error === undefined ? null : new SpeechError(code, record.error);
  } catch {
    return null;
  }
}

interface FailureRecord {
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

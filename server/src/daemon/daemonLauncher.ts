import { spawn } from 'node:child_process';
import { parse, resolve } from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';

/** What is run to start a daemon. */
export interface DaemonProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A bundled script, run by whatever runs this process; VS Code's own executable is a Node then. */
export function daemonProgram(scriptPath: string): DaemonProgram {
  return {
    command: process.execPath,
    args: [scriptPath],
    environment: {
      ...process.env,
      ...ownPlaces(process.env),
      ELECTRON_RUN_AS_NODE: '1',
      // In a terminal that debugs what it starts, the debugger would take hold of the daemon, and keep it.
      VSCODE_INSPECTOR_OPTIONS: undefined,
    },
  };
}

/** Places that the user named, absolute: the daemon runs in another folder than who starts it. */
function ownPlaces(environment: DaemonProgram['environment']): Record<string, string> {
  const named = placeVariables.flatMap((name) => {
    const place = environment[name] ?? '';
    return place === '' ? [] : [[name, resolve(place)] as const];
  });
  return Object.fromEntries(named);
}

const placeVariables = [
  'ALOUD_CACHE',
  'ALOUD_CONFIG',
  'ALOUD_HISTORY',
  'ALOUD_RUNTIME_FOLDER',
  'ALOUD_VOICES',
] as const;

export interface DaemonLauncher {
  /**
   * Starts a process that outlives this one, unless the one started before still runs.
   *
   * @throws SpeechError daemonUnreachable where the program cannot be run or has failed too often
   */
  launch(): void;
  /** What has become of it, in a few words. */
  describe(): string;
}

export function createDaemonLauncher({ command, args, environment }: DaemonProgram): DaemonLauncher {
  let isRunning = false;
  let launchCount = 0;
  let failureCount = 0;
  let state = 'none was started';
  const end = (hasFailed: boolean, newState: string): void => {
    isRunning = false;
    if (hasFailed) failureCount++;
    state = newState;
  };

  return {
    launch() {
      if (isRunning) return;
      if (failureCount >= allowedFailures || launchCount >= allowedLaunches)
        throw doesNotStart(command, state);
      isRunning = true;
      launchCount++;
      // Not the folder of whoever starts it: on Windows the daemon would keep that from being removed.
      const child = spawn(command, args, {
        detached: true,
        stdio: 'ignore',
        windowsHide: true,
        cwd: parse(process.execPath).root,
        env: environment,
      });
      state = `process ${String(child.pid)} was started`;
      child.once('error', (error) => {
        end(true, error.message);
      });
      // Zero: another daemon was faster, or this one served and ended.
      child.once('exit', (code, signal) => {
        end(code !== 0, `its process ended with ${signal ?? `code ${String(code)}`}`);
      });
      child.unref();
    },
    describe: () => state,
  };
}

const allowedFailures = 2;
const allowedLaunches = 8;

function doesNotStart(command: string, state: string): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: `The speech service does not start with '${command}': ${state}.`,
    hint: 'See its log file, or set the path of another Node.js.',
  });
}

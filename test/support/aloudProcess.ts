import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const projectFolder = path.resolve(import.meta.dirname, '../..');
export const cliPath = path.join(projectFolder, 'dist/cli.js');

export interface AloudOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Standard input stays open after `input`, until the test ends it. */
  readonly holdsInput?: boolean;
  readonly cwd?: string;
  readonly uid?: number;
  /** Of another build than this project's. */
  readonly program?: string;
}

export interface AloudResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AloudProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly done: Promise<AloudResult>;
}

/** Starts the built command line as its users do. */
export function startAloud(args: readonly string[], options: AloudOptions = {}): AloudProcess {
  const { env = {}, input = '', holdsInput = false, cwd = projectFolder, uid, program = cliPath } = options;
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first.`);
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  // A command that does not read its input may end before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.write(input);
  if (!holdsInput) child.stdin.end();
  const done = new Promise<AloudResult>((resolve, reject) => {
    child.once('close', (exitCode) => {
      resolve({ exitCode, ...text });
    });
    child.once('error', reject);
  });
  return { child, done };
}

export function runAloud(args: readonly string[], options: AloudOptions = {}): Promise<AloudResult> {
  return startAloud(args, options).done;
}

/** The objects that a command printed with `--json`, one a line. */
export function recordsOf({ stdout }: AloudResult): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

import { Readable } from 'node:stream';
import { runCli } from '../../server/src/cli/runCli.ts';
import type { Services } from '../../server/src/services.ts';
import { fakeServices } from './fakeServices.ts';
import { textSink } from './support.ts';

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The objects on stdout. */
  readonly records: readonly Record<string, unknown>[];
}

export interface RunOptions {
  readonly services?: Partial<Services>;
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command line in this process, with engines that need no model. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const stdout = textSink();
  const stderr = textSink();
  const exitCode = await runCli(args, {
    stdin: Readable.from([Buffer.from(options.input ?? '')]),
    stdout,
    stderr,
    env: {},
    signal: options.signal ?? new AbortController().signal,
    version: '1.2.3',
    createServices: () => fakeServices(options.services),
  });
  const lines = stdout.text().split('\n');
  const records = lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), records };
}

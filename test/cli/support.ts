import { Readable, Writable } from 'node:stream';
import { runCli } from '../../server/src/cli/runCli.ts';
import type { Services } from '../../server/src/services.ts';
import { fakeServices } from './fakeServices.ts';

/** A stream that keeps what is written to it. */
export function textSink(): Writable & { text(): string } {
  const chunks: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return Object.assign(sink, { text: () => chunks.join('') });
}

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The objects on stdout. */
  readonly records: readonly Record<string, unknown>[];
}

interface RunOptions {
  readonly services?: Partial<Services>;
  readonly input?: string;
  readonly signal?: AbortSignal;
  /** Of the terminal that stderr is; absent: it is none. */
  readonly columns?: number;
}

/** Runs one command line with engines that need no model. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const stdout = textSink();
  const { columns } = options;
  const stderr = Object.assign(textSink(), columns === undefined ? {} : { isTTY: true, columns });
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

import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { interruptSignal } from './cli/interrupt.ts';
import { onBrokenOutput } from './cli/onBrokenOutput.ts';
import { runCli } from './cli/runCli.ts';
import { createServices } from './services.ts';

onBrokenOutput({ stdout: process.stdout, stderr: process.stderr, exit: (code) => process.exit(code) });

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

const exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interruptSignal(process, () => performance.now()),
  version: manifest.version,
  createServices,
});
// A model call in flight after an interrupt would keep the process until it ends.
await flush(process.stdout);
await flush(process.stderr);
process.exit(exitCode);

function flush(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

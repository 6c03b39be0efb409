import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cliPath, runAloud } from '../support/aloudProcess.ts';
import { requireInstalledModel } from '../support/installedModels.ts';

const example = path.resolve(import.meta.dirname, '../../docs/examples/client.py');
/** Of a WAV file, in bytes. */
const sampleRateAt = 24;
const run = promisify(execFile);
const missing = await missingPython();

describe.skipIf(missing !== null)(`the example client (${missing ?? 'Python 3'})`, () => {
  let folder: string;
  let env: Record<string, string>;

  beforeEach(() => {
    // Short: a socket's path has at most 107 characters.
    folder = mkdtempSync('/tmp/aloud-e-');
    const programs = path.join(folder, 'bin');
    mkdirSync(programs);
    const command = `#!/bin/sh\nexec '${process.execPath}' '${cliPath}' "$@"\n`;
    writeFileSync(path.join(programs, 'aloud'), command, { mode: 0o755 });
    env = {
      PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      ALOUD_RUNTIME_FOLDER: path.join(folder, 'run'),
    };
  });

  afterEach(async () => {
    await runAloud(['daemon', 'stop'], { env });
    rmSync(folder, { recursive: true, force: true });
  });

  test('finds the service, speaks a sentence and hears it back', { timeout: 60_000 }, async () => {
    await Promise.all(['kokoro-82m', 'moonshine-tiny', 'silero-vad'].map((id) => requireInstalledModel(id)));
    const file = path.join(folder, 'spoken.wav');
    const { stdout } = await run('python3', [example, file], { env: { ...process.env, ...env } });
    const [service, said, heard] = stdout.split('\n');
    expect(service).toMatch(/^aloud \d+\.\d+\.\d+, process \d+$/);
    expect(said).toBe('said:  The wind came first, cold and steady.');
    expect(heard).toMatch(/^heard: the wind came first,? cold and steady\.?$/i);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('RIFF');
    expect(readFileSync(file).readUInt32LE(sampleRateAt)).toBe(24_000);
  });
});

/** @returns why the example cannot run, or null */
async function missingPython(): Promise<string | null> {
  if (process.platform === 'win32') return 'the example speaks to Unix sockets';
  return run('python3', ['--version']).then(
    () => null,
    () => 'python3 is not installed',
  );
}

import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { recordsOf, runAloud, startAloud } from '../support/aloudProcess.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-models-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An empty cache of its own. */
function cache(name: string): { readonly ALOUD_CACHE: string } {
  return { ALOUD_CACHE: path.join(folder, name) };
}

async function stateOf(id: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const [record] = recordsOf(await runAloud(['models', 'list', '--json'], { env }));
  const models = record?.['models'] as { id: string; state: string }[];
  return models.find((model) => model.id === id)?.state;
}

function bytesIn(directory: string): number {
  if (!existsSync(directory)) return 0;
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + sizeOf(path.join(entry.parentPath, entry.name)), 0);
}

/** A file may get its final name between the listing and this look. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

describe('pull', () => {
  test('two processes pulling the same model both end well', async () => {
    const env = cache('two');
    const runs = await Promise.all([
      runAloud(['models', 'pull', 'silero-vad', '--json'], { env }),
      runAloud(['models', 'pull', 'silero-vad', '--json'], { env }),
    ]);
    for (const result of runs) {
      expect(result.exitCode, result.stderr).toBe(0);
      expect(recordsOf(result)).toMatchObject([
        { ok: true, models: [{ id: 'silero-vad', state: 'installed' }] },
      ]);
    }
    expect((await runAloud(['models', 'verify'], { env })).exitCode).toBe(0);
    expect((await runAloud(['models', 'remove', 'silero-vad'], { env })).exitCode).toBe(0);
    expect(await stateOf('silero-vad', env)).toBe('notInstalled');
  });

  test('Ctrl+C in the middle keeps what came, and the same command resumes', async () => {
    const env = cache('interrupted');
    const { child, done } = startAloud(['models', 'pull', 'moonshine-tiny'], { env });
    while (bytesIn(env.ALOUD_CACHE) < 200_000 && child.exitCode === null) await delay(2);
    const interruptedMs = performance.now();
    child.kill('SIGINT');
    const result = await done;
    expect(performance.now() - interruptedMs).toBeLessThan(1000);
    expect(result).toMatchObject({ exitCode: 130, stdout: '' });
    expect(result.stderr).toMatch(/Interrupted\. .*resumes the download/);
    expect(await stateOf('moonshine-tiny', env)).toBe('partial');
    const keptBytes = bytesIn(env.ALOUD_CACHE);
    expect(keptBytes).toBeGreaterThanOrEqual(200_000);
    const resumed = startAloud(['models', 'pull', 'moonshine-tiny'], { env });
    let leastBytes = keptBytes;
    while (resumed.child.exitCode === null) {
      leastBytes = Math.min(leastBytes, bytesIn(env.ALOUD_CACHE));
      await delay(5);
    }
    expect((await resumed.done).exitCode).toBe(0);
    expect(leastBytes).toBe(keptBytes);
    expect(await stateOf('moonshine-tiny', env)).toBe('installed');
  });

  test('no network ends with 3 and the ways out', async () => {
    const env = {
      ...cache('offline'),
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      HF_ENDPOINT: 'http://127.0.0.1:9',
    };
    const result = await runAloud(['models', 'pull', 'silero-vad', '--json'], { env });
    expect(result.exitCode, result.stderr).toBe(3);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'networkUnreachable' } }]);
    expect(result.stdout).toContain('--from FOLDER');
  });

  test('an unknown model suggests the nearest', async () => {
    const result = await runAloud(['models', 'pull', 'kokoro-28m', '--json'], { env: cache('unknown') });
    expect(result.exitCode).toBe(2);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'unknownModel' } }]);
    expect(result.stdout).toContain('kokoro-82m');
  });

  test('a missing model ends with 3 and the command that installs it', async () => {
    const env = cache('empty');
    const result = await runAloud(['speak', 'Hello.', '--out', path.join(folder, 'a.wav'), '--json'], {
      env,
    });
    expect(result.exitCode).toBe(3);
    expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'modelNotInstalled' } }]);
    expect(result.stdout).toContain('aloud models pull kokoro-82m');
  });
});

// Root ignores modes: as root, the command runs as the user nobody.
test.skipIf(process.platform === 'win32')('a read-only cache ends with 3 and names the folder', async () => {
  const env = { ...cache('readOnly'), HOME: folder };
  await runAloud(['models', 'list'], { env });
  const readOnly = mkdtempSync(path.join(folder, 'sealed-'));
  chmodSync(folder, 0o755);
  chmodSync(readOnly, 0o555);
  const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const sealed = { ...env, ALOUD_CACHE: path.join(readOnly, 'cache') };
  const result = await runAloud(['models', 'pull', 'silero-vad', '--json'], {
    env: sealed,
    cwd: '/',
    ...nobody,
  });
  expect(result.exitCode, result.stderr).toBe(3);
  expect(recordsOf(result)).toMatchObject([{ ok: false, error: { code: 'cacheNotWritable' } }]);
  const doctor = await runAloud(['doctor', '--json'], { env: sealed, cwd: '/', ...nobody });
  expect(doctor.exitCode).toBe(0);
  const [{ checks }] = recordsOf(doctor) as [{ checks: { name: string; ok: boolean }[] }];
  expect(checks.find(({ name }) => name === 'cache')).toMatchObject({ ok: false });
});

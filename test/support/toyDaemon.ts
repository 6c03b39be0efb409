import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { bundleProgram } from './bundleProgram.ts';
import { never } from './never.ts';

export interface ToyDaemon extends AsyncDisposable {
  connect(): Promise<DaemonConnection>;
}

/**
 * A daemon that hears the toy language, on the devices of an environment: `test/e2e/toyDaemonMain.ts`.
 *
 * @param runtimeFolder  where others find it; null: a folder of its own
 */
export async function startToyDaemon(
  deviceEnv: Readonly<Record<string, string>>,
  runtimeFolder: string | null = null,
): Promise<ToyDaemon> {
  const programs = path.resolve(import.meta.dirname, '../e2e');
  const [daemonPath, workerPath] = await Promise.all(
    ['toyDaemonMain.ts', 'toyWorkerMain.ts'].map((name) => bundleProgram(path.join(programs, name))),
  );
  // Short: a socket's path has at most 107 characters.
  const folder = mkdtempSync('/tmp/aloud-d-');
  const env = {
    ...process.env,
    ...deviceEnv,
    ALOUD_RUNTIME_FOLDER: runtimeFolder ?? path.join(folder, 'run'),
  };
  const child = spawn(
    process.execPath,
    [daemonPath ?? '', workerPath ?? '', path.resolve(import.meta.dirname, '../../dist/sound.js')],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  const address = daemonAddress({
    platform: process.platform,
    environment: env,
    homeFolder: folder,
    tempFolder: folder,
    userId: process.getuid?.() ?? null,
  });
  return {
    async connect() {
      const connection = await connectDaemon({ address, client: { name: 'test', version: '0.0.0' } }, never);
      if (connection === null) throw new Error('The daemon is gone.');
      return connection;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

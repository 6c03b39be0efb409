import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { daemonAddress, type DaemonAddress } from '../../server/src/daemon/address.ts';

export interface TestFolder extends Disposable {
  readonly path: string;
  /** A daemon's address in a folder of it that does not exist yet. */
  readonly address: DaemonAddress;
}

export function createTestFolder(): TestFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'aloud-d-'));
  return {
    path: folder,
    address: addressIn(path.join(folder, 'run')),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function addressIn(folder: string, userId = process.getuid?.() ?? null): DaemonAddress {
  return daemonAddress({
    platform: process.platform,
    environment: { ALOUD_RUNTIME_FOLDER: folder },
    homeFolder: '/home/nobody',
    tempFolder: tmpdir(),
    userId,
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../server/src/files/cacheFolder.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { runAloud } from './aloudProcess.ts';
import { startVirtualDevices, type VirtualDevices } from './virtualDevices.ts';

/** What a run of the editor needs: virtual sound devices, a workspace, and a daemon of its own that ends with it. */
export interface EditorSession extends AsyncDisposable {
  readonly workspace: string;
  readonly devices: VirtualDevices;
  readonly env: Readonly<Record<string, string>>;
}

/** @param cache  where its models are; absent: those of the user */
export async function openEditorSession(
  cache: string = cacheFolder(thisUserPlace()),
): Promise<EditorSession> {
  // Short: a socket's path has at most 107 characters.
  const folder = mkdtempSync('/tmp/aloud-ws-');
  const workspace = mkdtempSync(path.join(folder, 'story-'));
  const devices = await startVirtualDevices();
  const env = {
    ...devices.env,
    ALOUD_CACHE: cache,
    ALOUD_HISTORY: path.join(folder, 'history'),
    ALOUD_RUNTIME_FOLDER: path.join(folder, 'run'),
    ALOUD_VOICES: path.join(folder, 'voices'),
  };
  return {
    workspace,
    devices,
    env,
    async [Symbol.asyncDispose]() {
      await runAloud(['daemon', 'stop'], { env });
      await devices[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

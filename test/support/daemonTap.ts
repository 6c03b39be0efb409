import { copyFileSync, mkdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { daemonAddress, type DaemonAddress } from '../../server/src/daemon/address.ts';
import { createFrameDecoder } from '../../server/src/daemon/frameDecoder.ts';

/** Another address of a running daemon, at which it is seen when the daemon says what. */
export interface DaemonTap extends AsyncDisposable {
  /** For clients that shall come this way. */
  readonly env: Readonly<Record<string, string>>;
  /** Notifications of one method so far, and when each came as `Date.now()` counts, to the fraction. */
  told(method: string): readonly Told[];
}

export interface Told {
  readonly params: unknown;
  readonly atMs: number;
}

/**
 * @param env     with which the daemon was started
 * @param folder  for the other address; is made
 */
export async function openDaemonTap(
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<DaemonTap> {
  const real = addressIn(env);
  const tapEnv = { ...env, ALOUD_RUNTIME_FOLDER: folder };
  const tapped = addressIn(tapEnv);
  mkdirSync(folder, { mode: 0o700 });
  copyFileSync(real.tokenPath, tapped.tokenPath);
  const told: (Told & { readonly method: string })[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const daemon = connect(real.socketPath);
    const decoder = createFrameDecoder({ headerBytes: 1000, bodyBytes: 100_000_000 });
    daemon.on('data', (bytes) => {
      const atMs = performance.timeOrigin + performance.now();
      decoder.push(bytes);
      for (let body = decoder.next(); body !== null; body = decoder.next()) {
        // Answers of the language server are long and none of what is looked for.
        if (!body.subarray(0, 100).includes('"method":"speech/')) continue;
        told.push({ ...(JSON.parse(body.toString()) as { method: string; params: unknown }), atMs });
      }
    });
    for (const socket of [client, daemon]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        daemon.destroy();
      });
    }
    client.pipe(daemon);
    daemon.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(tapped.socketPath, resolve));
  return {
    env: tapEnv,
    told: (method) => told.filter((one) => one.method === method),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where a daemon with such an environment is. */
export function addressIn(environment: Readonly<Record<string, string>>): DaemonAddress {
  return daemonAddress({
    platform: process.platform,
    environment,
    homeFolder: homedir(),
    tempFolder: tmpdir(),
    userId: process.getuid?.() ?? null,
  });
}

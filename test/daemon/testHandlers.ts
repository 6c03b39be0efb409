import { daemonShutdown } from '../../protocol/daemon.ts';
import type { Infer } from '../../protocol/message.ts';
import type { Connection } from '../../server/src/daemon/connection.ts';
import type { Daemon } from '../../server/src/daemon/createDaemon.ts';
import { tell } from './ask.ts';

/** What the daemons of these tests do for a client. */
export function attachTestHandlers(connection: Connection, daemon: () => Daemon): void {
  const { rpc, signal } = connection;
  rpc.onRequest('test/echo', (params: object) => params);
  rpc.onRequest('test/processId', () => process.pid);
  // Never answers of itself.
  rpc.onRequest(
    'test/wait',
    () =>
      new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      }),
  );
  rpc.onRequest(
    'test/delay',
    ({ durationMs }: { durationMs: number }) =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve('done');
        }, durationMs),
      ),
  );
  // Sends as fast as the client reads.
  rpc.onRequest('test/stream', async ({ count, bytes }: { count: number; bytes: number }) => {
    const text = 'x'.repeat(bytes);
    for (let index = 0; index < count; index++) {
      await tell(connection, 'test/chunk', { index, text });
    }
    return count;
  });
  // Sends without looking whether anybody reads.
  rpc.onRequest('test/flood', ({ count, bytes }: { count: number; bytes: number }) => {
    const text = 'x'.repeat(bytes);
    for (let index = 0; index < count; index++) {
      tell(connection, 'test/chunk', { index, text }).catch(() => undefined);
    }
    return count;
  });
  rpc.onRequest(daemonShutdown.method, ({ drain }: Infer<typeof daemonShutdown.params>) => {
    void (drain ? daemon().drain() : daemon().close());
    return null;
  });
}

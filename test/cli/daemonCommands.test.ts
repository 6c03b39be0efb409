import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test, vi } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import type { DaemonAccess } from '../../server/src/daemonAccess.ts';
import { fakeServices } from './fakeServices.ts';
import { run } from './support.ts';

describe('daemon', () => {
  test.each(['status', 'stop'])('%s says that none runs', async (name) => {
    expect(await run(['daemon', name])).toMatchObject({
      exitCode: 0,
      stdout: 'The service does not run.\n',
    });
    const { records } = await run(['daemon', name, '--json']);
    expect(records).toEqual([
      {
        ok: true,
        running: false,
        pid: null,
        address: '/run/aloud/v1.sock',
        tokenFile: '/run/aloud/v1.token',
        uptimeMs: null,
        models: [],
        connections: 0,
      },
    ]);
  });

  test.skipIf(process.platform !== 'linux')(
    'stop does not wait for a process that has ended and was not waited for by its parent',
    async () => {
      const { parent, pid } = await startZombie();
      const startMs = performance.now();
      const result = await run(['daemon', 'stop'], { services: { daemon: runningDaemon(pid) } });
      expect(result).toMatchObject({ exitCode: 0, stdout: 'The service has ended.\n' });
      expect(performance.now() - startMs).toBeLessThan(5000);
      parent.kill();
    },
  );

  test('stop of a daemon that still finishes something says so after 10 s', async () => {
    const result = await run(['daemon', 'stop', '--json'], {
      services: { daemon: runningDaemon(process.pid) },
    });
    expect(result.exitCode).toBe(0);
    expect(result.records).toMatchObject([{ ok: true, running: true, pid: process.pid }]);
  });

  test('start that fails ends with 3, the environment', async () => {
    const refused = new SpeechError('daemonUnreachable', { message: 'It is not there.', hint: 'Look.' });
    const daemon = { ...fakeServices().daemon, connectOrLaunch: () => Promise.reject(refused) };
    const result = await run(['daemon', 'start'], { services: { daemon } });
    expect(result).toMatchObject({ exitCode: 3, stderr: 'error: It is not there.\n  Look.\n' });
  });
});

/** A daemon that was asked to leave, whose process is the given one. */
function runningDaemon(pid: number): DaemonAccess {
  const dispose = (): void => undefined;
  const connection: Partial<DaemonConnection> = {
    daemon: { pid, protocolVersion: { major: 1, minor: 0 }, server: { name: 'aloud', version: '1.2.3' } },
    request: () => Promise.resolve({} as never),
    dispose,
    [Symbol.dispose]: dispose,
  };
  return { ...fakeServices().daemon, connect: () => Promise.resolve(connection as DaemonConnection) };
}

/** A process that has ended, whose parent has not asked how. */
async function startZombie() {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = await new Promise<number>((resolve) => {
    createInterface(parent.stdout).once('line', (line) => {
      resolve(Number(line));
    });
  });
  await vi.waitFor(() => {
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z');
  });
  return { parent, pid };
}

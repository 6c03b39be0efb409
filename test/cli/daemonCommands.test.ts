import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import type { DaemonAccess } from '../../server/src/access/daemonAccess.ts';
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

  // It is there as long as its parent is: whoever waits for it to go says after 10 s that it still runs.
  test.skipIf(process.platform !== 'linux')(
    'stop does not wait for a process that has ended and was not waited for by its parent',
    async () => {
      await using zombie = await startZombie();
      const result = await run(['daemon', 'stop'], { services: { daemon: runningDaemon(zombie.pid) } });
      expect(result).toMatchObject({ exitCode: 0, stdout: 'The service has ended.\n' });
      expect(stateOf(zombie.pid)).toBe('Z');
    },
    60_000,
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

/**
 * A process that has ended, whose parent has not asked how. It ends after its parent has become a program that asks
 * nobody: a shell may ask at any time.
 */
async function startZombie(): Promise<AsyncDisposable & { readonly pid: number }> {
  const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 600 3<&-'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [, stdout, , lifeline] = parent.stdio as unknown as readonly [null, Readable, null, Writable];
  const pid = await new Promise<number>((resolve) => {
    createInterface(stdout).once('line', (line) => {
      resolve(Number(line));
    });
  });
  await vi.waitFor(() => {
    expect(readFileSync(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n');
  }, patience);
  lifeline.end();
  await vi.waitFor(() => {
    expect(stateOf(pid)).toBe('Z');
  }, patience);
  return {
    pid,
    async [Symbol.asyncDispose]() {
      parent.kill();
      await once(parent, 'exit');
    },
  };
}

/** Of processes that get little of a busy machine. */
const patience = { timeout: 15_000 };

/** As Linux names it: `Z` is one that has ended and was not asked how. */
function stateOf(pid: number): string | undefined {
  return / ([A-Za-z]) [^)]*$/u.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}

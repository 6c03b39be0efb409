import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createDaemon } from '../../server/src/daemon/createDaemon.ts';
import { createLog } from '../../server/src/daemon/log.ts';
import { openRequest } from './rawClient.ts';
import { createTestFolder } from './testFolder.ts';
import { startTestDaemon } from './testDaemon.ts';
import { ask } from './ask.ts';

describe('the address', () => {
  test('has a socket and a token for their owner only, and nothing is left of them at the end', async () => {
    await using test = await startTestDaemon();
    const { address } = test.folder;
    expect(readdirSync(address.folder).sort()).toEqual(['v1.sock', 'v1.token']);
    expect([address.socketPath, address.tokenPath].map((file) => lstatSync(file).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
    await test.daemon.close();
    expect(readdirSync(address.folder)).toEqual([]);
  });

  test('is taken once: the second daemon leaves and the first goes on', async () => {
    await using test = await startTestDaemon();
    const second = createDaemon({
      address: test.folder.address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await second.ready).toBe(false);
    await second.closed;
    expect(await ask(await test.connect(), 'test/echo', { a: 1 })).toEqual({ a: 1 });
  });

  test('is taken over from a dead daemon, whatever it left', async () => {
    using folder = createTestFolder();
    const { address } = folder;
    mkdirSync(address.folder, { mode: 0o700 });
    // Bound and renamed, as a daemon does: closing leaves the socket behind.
    const dead = createServer().listen(`${address.folder}/v1-00abcd.sock`);
    await once(dead, 'listening');
    renameSync(`${address.folder}/v1-00abcd.sock`, address.socketPath);
    dead.close();
    await once(dead, 'close');
    mkdirSync(`${address.folder}/other`);
    const daemon = createDaemon({
      address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await daemon.ready).toBe(true);
    await daemon.close();
    expect(readdirSync(address.folder)).toEqual(['other']);
  });

  test('a daemon that leaves does not take away the socket of its successor', async () => {
    await using test = await startTestDaemon();
    const { address } = test.folder;
    renameSync(address.socketPath, `${address.folder}/gone`);
    const successor = createDaemon({
      address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await successor.ready).toBe(true);
    await test.daemon.close();
    const client = await test.connect();
    client.dispose();
    await successor.close();
  });

  test('a folder that was removed is not made again by the daemon that leaves', async () => {
    await using test = await startTestDaemon();
    const { folder } = test.folder.address;
    rmSync(folder, { recursive: true });
    await test.daemon.close();
    expect(existsSync(folder)).toBe(false);
    expect(test.records.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('a folder that was replaced by a link is noticed by daemon and client', async () => {
    await using test = await startTestDaemon();
    const { folder, socketPath } = test.folder.address;
    renameSync(folder, `${folder}.moved`);
    symlinkSync(`${folder}.moved`, folder);
    using client = await test.openRaw();
    client.send(openRequest(test.token));
    expect((await client.answers).map(({ error }) => error?.data?.code)).toEqual(['unauthorized']);
    await expect(test.connect()).rejects.toMatchObject({ code: 'unauthorized', message: /symbolic link/u });
    expect(lstatSync(socketPath).isSocket()).toBe(true);
  });
});

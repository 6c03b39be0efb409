import { describe, expect, test } from 'vitest';
import { daemonAddress } from '../../server/src/daemon/address.ts';
import type { UserPlace } from '../../server/src/system/userPlace.ts';
import { isOlderVersion } from '../../server/src/daemon/productVersion.ts';

const linux: UserPlace = {
  platform: 'linux',
  environment: {},
  homeFolder: '/home/ann',
  tempFolder: '/tmp',
  userId: 1000,
};

const windows: UserPlace = {
  platform: 'win32',
  environment: { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local', USERNAME: 'ann', USERDOMAIN: 'PC' },
  homeFolder: 'C:\\Users\\ann',
  tempFolder: 'C:\\Temp',
  userId: null,
};

describe('the address of a user', () => {
  test.each<[Partial<UserPlace>, string]>([
    [{ environment: { XDG_RUNTIME_DIR: '/run/user/1000' } }, '/run/user/1000/aloud/v1.sock'],
    [{ environment: {} }, '/tmp/aloud-1000/v1.sock'],
    [{ environment: { XDG_RUNTIME_DIR: 'relative' } }, '/tmp/aloud-1000/v1.sock'],
    [{ environment: { XDG_RUNTIME_DIR: '' } }, '/tmp/aloud-1000/v1.sock'],
    [{ environment: { ALOUD_RUNTIME_FOLDER: '/x/y', XDG_RUNTIME_DIR: '/run/user/1000' } }, '/x/y/v1.sock'],
    [
      { platform: 'darwin', userId: 501, tempFolder: '/var/folders/ab/cd/T' },
      '/var/folders/ab/cd/T/aloud-501/v1.sock',
    ],
  ])('%j: %s', (place, socketPath) => {
    expect(daemonAddress({ ...linux, ...place })).toMatchObject({
      socketPath,
      tokenPath: socketPath.replace('.sock', '.token'),
      isPipe: false,
    });
  });

  test('on Windows: a pipe of the user, and a folder in the profile', () => {
    const address = daemonAddress(windows);
    expect(address).toMatchObject({
      folder: 'C:\\Users\\ann\\AppData\\Local\\aloud\\run',
      tokenPath: 'C:\\Users\\ann\\AppData\\Local\\aloud\\run\\v1.token',
      isPipe: true,
    });
    expect(address.socketPath).toMatch(/^\\\\\.\\pipe\\aloud-[0-9a-f]{16}-v1$/u);
    const other = daemonAddress({ ...windows, environment: { ...windows.environment, USERNAME: 'bob' } });
    expect(other.socketPath).not.toBe(address.socketPath);
  });
});

describe('the length of a path', () => {
  // `/v1-ffffff.sock`, where the socket is made, is longer than `/v1.sock`.
  const folder = (bytes: number) => `/${'é'.repeat(10)}${'x'.repeat(bytes - 15 - 21)}`;

  test.each<[NodeJS.Platform, number]>([
    ['linux', 107],
    ['darwin', 102],
  ])('%s: %i bytes', (platform, limit) => {
    const addressOf = (bytes: number) =>
      daemonAddress({ ...linux, platform, environment: { ALOUD_RUNTIME_FOLDER: folder(bytes) } });
    expect(() => addressOf(limit)).not.toThrow();
    expect(() => addressOf(limit + 1)).toThrow(
      expect.objectContaining({
        code: 'daemonUnreachable',
        message: expect.stringContaining(`has ${limit + 1} bytes; a socket's may have ${limit}`) as string,
        hint: expect.stringContaining('ALOUD_RUNTIME_FOLDER') as string,
      }),
    );
  });
});

test.each([
  ['1.2.3', '1.2.4', true],
  ['1.2.3', '1.10.0', true],
  ['1.9.9', '2.0.0', true],
  ['1.2.3-beta.1', '1.2.3', true],
  ['1.2.3', '1.2.3', false],
  ['1.2.4', '1.2.3', false],
  ['2.0.0', '1.9.9', false],
  ['1.2.3', '1.2.3-beta.1', false],
  ['nonsense', '1.0.0', false],
  ['1.0.0', '', false],
])('%s is older than %s: %s', (version, other, isOlder) => {
  expect(isOlderVersion(version, other)).toBe(isOlder);
});

import { userInfo } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { homeFolder } from '../../server/src/system/homeFolder.ts';

afterEach(() => vi.unstubAllEnvs());

test.skipIf(process.platform === 'win32').each([
  ['/home/mara', '/home/mara'],
  ['/home/mara and ü', '/home/mara and ü'],
  ['', userInfo().homedir],
  ['mara', userInfo().homedir],
])('HOME=%s: %s', (home, expected) => {
  vi.stubEnv('HOME', home);
  expect(homeFolder()).toBe(expected);
});

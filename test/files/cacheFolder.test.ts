import { expect, test } from 'vitest';
import { cacheFolder, historyFolder } from '../../server/src/files/cacheFolder.ts';

test.each([
  ['linux', {}, '/home/ann/.cache/aloud'],
  ['linux', { XDG_CACHE_HOME: '/var/xdg' }, '/var/xdg/aloud'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann/.cache/aloud'],
  ['linux', { ALOUD_CACHE: '/big', XDG_CACHE_HOME: '/var/xdg' }, '/big'],
  ['linux', { ALOUD_CACHE: '' }, '/home/ann/.cache/aloud'],
  ['darwin', {}, '/home/ann/Library/Caches/aloud'],
  ['win32', { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' }, 'C:\\Users\\ann\\AppData\\Local\\aloud'],
] as const)('%s %j: %s', (platform, environment, expected) => {
  expect(cacheFolder({ platform, environment, homeFolder: '/home/ann' })).toBe(expected);
});

test.each([
  [{}, '/home/ann/.cache/aloud/history'],
  [{ ALOUD_CACHE: '/big' }, '/big/history'],
  [{ ALOUD_CACHE: '/big', ALOUD_HISTORY: '/private' }, '/private'],
])('%j: the history is in %s', (environment, expected) => {
  expect(historyFolder({ platform: 'linux', environment, homeFolder: '/home/ann' })).toBe(expected);
});

import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { daemonProgram } from '../../server/src/daemon/daemonLauncher.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('places of the user are absolute for the daemon, which runs in another folder', () => {
  vi.stubEnv('ALOUD_CACHE', 'cache');
  vi.stubEnv('ALOUD_RUNTIME_FOLDER', './run');
  vi.stubEnv('ALOUD_CONFIG', '');
  vi.stubEnv('ALOUD_HISTORY', path.resolve('/history'));
  vi.stubEnv('ALOUD_VOICES', undefined);
  const { environment } = daemonProgram('daemon.js');
  expect(environment).toMatchObject({
    ALOUD_CACHE: path.resolve('cache'),
    ALOUD_RUNTIME_FOLDER: path.resolve('run'),
    ALOUD_CONFIG: '',
    ALOUD_HISTORY: path.resolve('/history'),
  });
  expect(environment).not.toHaveProperty('ALOUD_VOICES');
});

test('a terminal that debugs what it starts does not debug the daemon', () => {
  vi.stubEnv('VSCODE_INSPECTOR_OPTIONS', ':::{"inspectorIpc":"/tmp/node-cdp.sock"}');
  expect(daemonProgram('daemon.js').environment['VSCODE_INSPECTOR_OPTIONS']).toBeUndefined();
});

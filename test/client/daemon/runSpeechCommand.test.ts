import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { runSpeechCommand } from '../../../client/src/daemon/runSpeechCommand.ts';
import { readSettings } from '../../../client/src/settings/readSettings.ts';
import { never } from '../../support/never.ts';

const extensionPath = await mkdtemp(path.join(tmpdir(), 'aloud-command-'));
await mkdir(path.join(extensionPath, 'dist'));
const program =
  'const { NODE_OPTIONS = null, ALOUD_CACHE = null } = process.env;\nconsole.log(JSON.stringify([NODE_OPTIONS, ALOUD_CACHE, process.argv[2]]));\n';
await writeFile(path.join(extensionPath, 'dist/cli.js'), program);
afterAll(() => rm(extensionPath, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  // VS Code's own Node.js ends with options that it does not have.
  { nodePath: '', nodeOptions: '--no-such-option', seen: null },
  { nodePath: '', nodeOptions: undefined, seen: null },
  { nodePath: process.execPath, nodeOptions: '--max-old-space-size=500', seen: '--max-old-space-size=500' },
  { nodePath: process.execPath, nodeOptions: undefined, seen: null },
])(
  'of NODE_OPTIONS=$nodeOptions the program $nodePath sees $seen',
  async ({ nodePath, nodeOptions, seen }) => {
    vi.stubEnv('NODE_OPTIONS', nodeOptions);
    const settings = { ...readSettings(), nodePath, modelsFolder: '/srv/models' };
    const output = await runSpeechCommand({ extensionPath, settings }, ['doctor'], never);
    expect(JSON.parse(output)).toEqual([seen, '/srv/models', 'doctor']);
  },
);

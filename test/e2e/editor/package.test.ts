import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPackageFaults } from '../../../scripts/support/findPackageFaults.mjs';
import { readZipEntries } from '../../../scripts/support/readZipEntries.mjs';
import { runAloud } from '../../support/aloudProcess.ts';
import { installedExtension, packedExtension } from '../../support/installedExtension.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-package-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the VSIX holds what is needed on this machine, and nothing else', async () => {
  const file = await packedExtension();
  const names = readZipEntries(readFileSync(file)).map(({ name }) => name);
  expect(findPackageFaults(names, `${process.platform}-${process.arch}`)).toEqual([]);
  expect([...new Set(names.map((name) => name.split('/').slice(0, 2).join('/')))].sort()).toEqual([
    '[Content_Types].xml',
    'extension.vsixmanifest',
    'extension/LICENSE.txt',
    'extension/changelog.md',
    'extension/dist',
    'extension/l10n',
    'extension/media',
    'extension/node_modules',
    'extension/package.json',
    'extension/package.nls.json',
    'extension/package.nls.zh-cn.json',
    'extension/readme.md',
    'extension/syntaxes',
  ]);
  // What a user downloads; the models come later, and only those that are asked for.
  expect(statSync(file).size).toBeLessThan(40e6);
});

test('all that the build makes is in the VSIX, but for source maps', async () => {
  const names = readZipEntries(readFileSync(await packedExtension())).map(({ name }) => name);
  const built = readdirSync(path.resolve(import.meta.dirname, '../../../dist'));
  const missing = built.filter((name) => !name.endsWith('.map') && !names.includes(`extension/dist/${name}`));
  expect(missing).toEqual([]);
});

test('its page in the editor is the one that is written for who installs it', async () => {
  const extensions = await installedExtension();
  const name = readdirSync(extensions).find((entry) => entry.includes('aloud')) ?? '';
  const page = readFileSync(path.join(extensions, name, 'readme.md'), 'utf8');
  expect(page).toBe(readFileSync(path.resolve(import.meta.dirname, '../../../client/README.md'), 'utf8'));
});

test('what is installed speaks, and hears with a vocabulary', async () => {
  const extensions = await installedExtension();
  const name = readdirSync(extensions).find((entry) => entry.includes('aloud')) ?? '';
  const program = path.join(extensions, name, 'dist/cli.js');
  const sound = path.join(folder, 'call.wav');
  const vocabulary = path.join(folder, 'words.txt');
  writeFileSync(vocabulary, 'kubectl\n');
  const said = 'Restart the kubectl rollout before lunch.';
  expect(await runAloud(['speak', said, '--out', sound], { program })).toMatchObject({ exitCode: 0 });
  const heard = await runAloud(['transcribe', sound, '--vocabulary', vocabulary, '--engine', 'moonshine'], {
    program,
  });
  expect(heard).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('kubectl') as string });
});

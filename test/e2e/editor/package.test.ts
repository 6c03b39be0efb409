import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findPackageFaults } from '../../../scripts/support/findPackageFaults.mjs';
import { readZipEntries } from '../../../scripts/support/readZipEntries.mjs';
import { packedExtension } from '../../support/installedExtension.ts';

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

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vsCodeProgram } from '../../scripts/support/installVsCode.mjs';
import { packExtension } from '../../scripts/support/packExtension.mjs';

const projectFolder = path.resolve(import.meta.dirname, '../..');
const outFolder = path.join(projectFolder, 'out/package');
const target = `${process.platform}-${process.arch}`;

/**
 * The VSIX of this checkout for this machine, packed where something that goes into it has changed since.
 *
 * @returns its path
 */
export async function packedExtension(): Promise<string> {
  const file = path.join(outFolder, `aloud-${target}.vsix`);
  const newestMs = Math.max(...packed.map((name) => newestChangeMs(path.join(projectFolder, name))));
  if (!existsSync(file) || statSync(file).mtimeMs < newestMs) await packExtension(target);
  return file;
}

/**
 * The VSIX installed as a user installs it.
 *
 * @returns the folder of extensions to start VS Code with
 */
export async function installedExtension(): Promise<string> {
  const file = await packedExtension();
  const folder = path.join(outFolder, 'extensions');
  const done = path.join(outFolder, 'extensions.done');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(file).mtimeMs) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      vsCodeProgram,
      `--extensions-dir=${folder}`,
      `--user-data-dir=${path.join(outFolder, 'install-data')}`,
      `--config=${path.join(outFolder, 'install.yaml')}`,
      `--install-extension=${file}`,
    ],
    { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } },
  );
  if (status !== 0) throw new Error(`The VSIX cannot be installed. ${stdout}${stderr}`);
  writeFileSync(done, '');
  return folder;
}

const packed = [
  '.vscodeignore',
  'CHANGELOG.md',
  'client/README.md',
  'dist',
  'l10n',
  'media',
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'syntaxes',
  'scripts/support/packExtension.mjs',
];

/** 0 where it is not there. */
function newestChangeMs(entry: string): number {
  if (!existsSync(entry)) return 0;
  const stats = statSync(entry);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(entry).map((name) => newestChangeMs(path.join(entry, name))));
}

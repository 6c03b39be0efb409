import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tar from 'tar';
import { createVSIX } from '@vscode/vsce';
import { findPackageFaults } from './findPackageFaults.mjs';
import { packageTargets } from './packageTargets.mjs';
import { projectFolder } from './project.mjs';
import { readZipEntries } from './readZipEntries.mjs';

/**
 * Packs dist/ and what it needs, and refuses a package that holds what it should not or lacks what it should hold.
 *
 * @param {string} target  of `packageTargets`
 */
export async function packExtension(target) {
  const names = packageTargets[target];
  if (names === undefined) throw new RangeError(`There is no package for ${target}.`);
  const outFolder = path.join(projectFolder, 'out/package');
  mkdirSync(outFolder, { recursive: true });
  const file = path.join(outFolder, `aloud-${target}.vsix`);
  const ignoreFile = path.join(outFolder, `${target}.vscodeignore`);
  const allowed = readFileSync(path.join(projectFolder, '.vscodeignore'), 'utf8');
  writeFileSync(ignoreFile, `${allowed}${nativeFiles(names).join('\n')}\n`);
  const fetched = fetchSoundPackage(names.sound);
  try {
    await createVSIX({
      cwd: projectFolder,
      packagePath: file,
      target,
      ignoreFile: path.relative(projectFolder, ignoreFile),
      // What the editor shows of the extension: that of the project is for who has it, and its links lead into it.
      readmePath: 'client/README.md',
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    if (fetched !== null) rmSync(fetched, { recursive: true });
  }
  const entries = readZipEntries(readFileSync(file));
  const faults = findPackageFaults(
    entries.map(({ name }) => name),
    target,
  );
  if (faults.length > 0) throw new Error(`The package is not as it should be:\n${faults.join('\n')}`);
  return { file, entries };
}

/** @param {{ readonly inference: string, readonly sound: string }} names */
function nativeFiles({ inference, sound }) {
  return [
    `!node_modules/onnxruntime-node/bin/napi-v6/${inference}/*`,
    `!node_modules/@decibri/${sound}/package.json`,
    `!node_modules/@decibri/${sound}/THIRD-PARTY-NOTICES.md`,
    `!node_modules/@decibri/${sound}/*.node`,
  ];
}

/**
 * npm installs the package of this platform only; another one's is fetched for as long as it is packed.
 *
 * @param {string} name
 * @returns the folder to remove afterwards, or null
 */
function fetchSoundPackage(name) {
  const folder = path.join(projectFolder, 'node_modules/@decibri', name);
  if (existsSync(folder)) return null;
  const { version } = JSON.parse(
    readFileSync(path.join(projectFolder, 'node_modules/decibri/package.json'), 'utf8'),
  );
  const cache = path.join(projectFolder, 'out/package');
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', `@decibri/${name}@${version}`, '--json', '--loglevel=error', `--pack-destination=${cache}`],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`@decibri/${name}@${version} cannot be fetched: ${reasonOf(stderr)}`);
  const [packed] = JSON.parse(stdout);
  mkdirSync(folder, { recursive: true });
  tar.extract({ file: path.join(cache, packed.filename), cwd: folder, strip: 1, sync: true });
  return folder;
}

/** Of npm's complaint, the line that says what is wrong. */
function reasonOf(/** @type {string} */ complaint) {
  const lines = complaint.split('\n').filter((line) => line.startsWith('npm error'));
  return (lines[1] ?? lines[0] ?? complaint).replace(/^npm error (notarget )?/u, '');
}

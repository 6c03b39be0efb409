// What every entry script needs first: an installed and a built checkout.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const projectFolder = path.resolve(import.meta.dirname, '../..');

/** Runs a command in the project folder with our stdio; exits with its code when it fails. */
export function runOrExit(/** @type {string} */ command, /** @type {string[]} */ args, env = process.env) {
  const { status, error } = run(command, args, env);
  if (error) {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(3);
  }
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a command in the project folder with our stdio. */
export function run(/** @type {string} */ command, /** @type {string[]} */ args, env = process.env) {
  // npm is a script on Windows, which only a shell starts.
  const shell = process.platform === 'win32' && command === 'npm';
  return spawnSync(command, args, { cwd: projectFolder, stdio: 'inherit', env, shell });
}

/** Installs the locked dependencies where they are missing or older than the lock file. */
export function ensureInstalled() {
  requireNode(20, 19);
  const installed = path.join(projectFolder, 'node_modules/.package-lock.json');
  const lock = path.join(projectFolder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('Installing dependencies (npm ci) ...');
  runOrExit('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Bundles dist/ where it is missing or older than a source. */
export function ensureBuilt() {
  const built = path.join(projectFolder, 'dist/cli.js');
  const sources = ['protocol', 'server', 'client', 'models', 'scripts', 'package-lock.json'];
  const newestMs = Math.max(...sources.map((name) => newestChangeMs(path.join(projectFolder, name))));
  if (existsSync(built) && statSync(built).mtimeMs >= newestMs) return;
  console.error('Building ...');
  runOrExit(process.execPath, ['scripts/build.mjs']);
}

function requireNode(/** @type {number} */ major, /** @type {number} */ minor) {
  const [foundMajor = 0, foundMinor = 0] = process.versions.node.split('.').map(Number);
  if (foundMajor > major || (foundMajor === major && foundMinor >= minor)) return;
  console.error(`Aloud needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
  process.exit(3);
}

function newestChangeMs(/** @type {string} */ entry) {
  const stats = statSync(entry);
  if (!stats.isDirectory()) return stats.mtimeMs;
  /** @type {number} */
  const newest = readdirSync(entry).reduce(
    (max, name) => Math.max(max, newestChangeMs(path.join(entry, name))),
    0,
  );
  return newest;
}

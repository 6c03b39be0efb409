// Runs the built command line as its users do.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from './project.mjs';

const cli = path.join(projectFolder, 'dist/cli.js');

/** Runs a command, all it prints on our stderr; ends this process with its exit code when it fails. */
export function runAloud(/** @type {string[]} */ args) {
  const stdio = /** @type {const} */ (['inherit', 2, 2]);
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: projectFolder, stdio: [...stdio] });
  if (status !== 0) process.exit(status ?? 4);
}

/**
 * Runs a command with `--json`, its progress on our stderr. Says in one sentence what failed, and the way out.
 *
 * @param {string[]} args
 * @returns {any} the one object it prints
 */
export function askAloud(args) {
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args, '--json'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const answer = parse(stdout);
  if (status === 0 && answer?.ok === true) return answer;
  const { message = `aloud ${args[0]} ended with exit code ${status}.`, hint = '' } = answer?.error ?? {};
  console.error(`${message} ${hint}`.trim());
  process.exit(status === 0 || status === null ? 4 : status);
}

/** @returns {any} */
function parse(/** @type {string} */ text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, constants, cpus, setPriority } from 'node:os';
import path from 'node:path';
import { projectFolder } from './project.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ command: string, args: string[], isPatient?: boolean }} Program */

/**
 * Runs the tests of a project of vitest.config.mjs.
 *
 * @param {string} project
 * @param {{ args?: string[], isPatient?: boolean }} [options]  patient: what else runs comes first, and what it prints
 *   is held back until it has ended
 * @returns {Promise<Counts>} a run that breaks off counts as one failure
 */
export async function runTests(project, { args = [], isPatient = false } = {}) {
  const resultsFile = path.join(projectFolder, `out/test-results/${project}.json`);
  rmSync(resultsFile, { force: true });
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  const status = await runProgram({
    command: process.execPath,
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${resultsFile}`,
      ...args,
    ],
    isPatient,
  });
  const counts = readCounts(resultsFile);
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: counts.failed + 1 };
}

/**
 * @param {Program} program
 * @returns {Promise<number | null>} its exit code
 */
export function runProgram({ command, args, isPatient = false }) {
  const [program = command, ...programArgs] = isPatient ? [...aside(), command, ...args] : [command, ...args];
  const child = spawn(program, programArgs, {
    cwd: projectFolder,
    stdio: isPatient ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  /** @type {Buffer[]} */
  const held = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => held.push(chunk));
  // What it starts has its priority.
  if (isPatient && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      process.stdout.write(Buffer.concat(held));
      resolve(status);
    });
  });
}

/**
 * What comes before a command so that it leaves half of the processors to others and computes only while those beside
 * it have nothing to do: sound that is late is heard. Low priority alone holds up what wakes up.
 *
 * @returns {string[]}
 */
function aside() {
  const tools = ['/usr/bin/chrt', '/usr/bin/taskset'];
  if (process.platform !== 'linux' || !tools.every((tool) => existsSync(tool))) return [];
  const count = cpus().length;
  const [chrt = '', taskset = ''] = tools;
  const idle = [chrt, '--idle', '0'];
  // Of processors that are not all ours the numbers are not known.
  if (availableParallelism() < count) return idle;
  return [...idle, taskset, '--cpu-list', `${Math.floor(count / 2)}-${count - 1}`];
}

/**
 * @param {string} resultsFile
 * @returns {Counts}
 */
function readCounts(resultsFile) {
  try {
    const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

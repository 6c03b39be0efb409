import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants, cpus, setPriority } from 'node:os';
import path from 'node:path';
import { projectFolder } from './project.mjs';
import { readOutcomes } from './testOutcome.mjs';

/** @typedef {import('./testOutcome.mjs').FileOutcome} FileOutcome */
/** @typedef {{ project: string, files: FileOutcome[] }} Outcome */
/** @typedef {{ command: string, args: string[], isPatient?: boolean }} Program */

/**
 * Runs the tests of a project of vitest.config.mjs.
 *
 * @param {string} project
 * @param {{ args?: string[], isPatient?: boolean }} [options]  patient: what else runs comes first, and what it prints
 *   is held back until it has ended
 * @returns {Promise<Outcome>} a run that breaks off has one failure
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
  const files = readOutcomes(resultsFile);
  if (status !== 0 && files.every(({ failures }) => failures.length === 0)) {
    const failure = { name: project, message: `The run ended with ${status}.` };
    files.push({ file: '', passed: 0, skipped: 0, failures: [failure] });
  }
  return { project, files };
}

/**
 * Runs the files in which a test failed once more, with nothing beside them: what a busy machine held up passes then,
 * and what is broken fails again. A test that runs in real time cannot tell the two apart by itself.
 *
 * @param {Outcome} outcome
 * @returns {Promise<Outcome>} with what became of them the second time
 */
export async function runFailedAgain({ project, files }) {
  const failed = files.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0 || failed.some(({ file }) => file === '')) return { project, files };
  console.log(`\nOnce more, with nothing beside them:`);
  for (const { file, failures } of failed)
    for (const { name, message } of failures) console.log(`- ${file}: ${name}\n  ${message}`);
  const again = await runTests(project, { args: failed.map(({ file }) => file) });
  return { project, files: [...files.filter((one) => !failed.includes(one)), ...again.files] };
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
    // In a session of its own, see `standBack`.
    detached: isPatient,
  });
  /** @type {Buffer[]} */
  const held = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => held.push(chunk));
  if (isPatient && child.pid !== undefined) standBack(child.pid);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      process.stdout.write(Buffer.concat(held));
      resolve(status);
    });
  });
}

/**
 * Gives a session, and what it starts, a low priority. Linux shares processors between sessions first and between
 * the processes of each only then: an idle one would take half of a processor from a daemon, which has its own session.
 *
 * @param {number} leaderId  the process that leads the session; it ends with this one
 */
function standBack(leaderId) {
  setPriority(leaderId, constants.priority.PRIORITY_LOW);
  try {
    writeFileSync(`/proc/${leaderId}/autogroup`, '10');
  } catch {
    // A system that does not share between sessions, or does not let us change it: all the slower for the others.
  }
  process.once('exit', () => {
    try {
      process.kill(process.platform === 'win32' ? leaderId : -leaderId);
    } catch {
      // It has ended.
    }
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => process.exit(1));
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

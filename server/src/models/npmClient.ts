import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import { readNpmTarball, textAt, type NpmPackage, type NpmTarball } from './npmTarball.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';

/**
 * Asks the user's own npm client, which knows their registry, mirrors, scopes, credentials and proxies.
 *
 * @throws SourceFailure `unavailable` where no npm client runs, `network` or `refused` where it has no answer
 */
export async function findNpmTarball(wanted: NpmPackage, transfer: Transfer): Promise<NpmTarball> {
  const name = `${wanted.packageName}@${wanted.version}`;
  const args = ['view', name, 'dist', '--json', ...quickNetwork];
  const { stdout } = await runNpm({ args, packageName: name, folder: neutralFolder }, transfer);
  return readNpmTarball(wanted, parseJson(stdout));
}

/**
 * Lets npm itself fetch the archive into a folder: the way for a registry that wants credentials or certificates
 * which only npm has. Neither scripts nor dependencies of the package are touched.
 */
export async function packWithNpm(
  wanted: NpmPackage,
  folder: string,
  transfer: Transfer,
): Promise<{ readonly fileName: string }> {
  const name = `${wanted.packageName}@${wanted.version}`;
  const args = ['pack', name, '--json', '--ignore-scripts'];
  const { stdout } = await runNpm({ args, packageName: name, folder }, transfer);
  const [packed] = [parseJson(stdout)].flat();
  const fileName = textAt(packed, 'filename');
  if (fileName === undefined) {
    throw new SourceFailure('refused', `npm could not fetch ${name}.`);
  }
  return { fileName };
}

/** npm's own patience is minutes; another source may be quicker. */
const quickNetwork = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=30000'];

/** That is there for every user, and holds no project. */
const neutralFolder = parse(process.execPath).root;

interface NpmRun {
  readonly args: readonly string[];
  readonly packageName: string;
  /**
   * Where it runs. Never where the user happens to be: npm would follow the settings of a stranger's project there, which
   * can send variables of the environment to any registry, and Windows would take a program of its name for it.
   */
  readonly folder: string;
}

async function runNpm(
  { args, packageName, folder }: NpmRun,
  { npmCommand, environment, signal }: Transfer,
): Promise<{ readonly stdout: string }> {
  const [program = 'npm', ...first] = npmCommand;
  const child = spawn(program, [...first, ...args], {
    cwd: folder,
    env: { ...environment, npm_config_update_notifier: 'false' },
    // On Windows npm is a batch file, which only a shell runs. All arguments come from the catalogue.
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        signal.aborted
          ? error
          : new SourceFailure('unavailable', 'There is no npm client on the PATH.', error),
      );
    });
    child.once('close', resolve);
  });
  const [exitCode, stdout, stderr] = await Promise.all([
    exited,
    readText(child.stdout),
    readText(child.stderr),
  ]);
  if (exitCode !== 0) {
    throw npmFailure(packageName, stdout, stderr);
  }
  return { stdout };
}

async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const networkCodes =
  /\b(ENOTFOUND|EAI_AGAIN|ECONN[A-Z]+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/u;

function npmFailure(name: string, stdout: string, stderr: string): SourceFailure {
  // A shell that finds no such program ends with a code as npm does, and so does a wrapper that has no npm to start.
  if (!/\bnpm (ERR!|error)/u.test(stderr) && parseJson(stdout) === null) {
    return new SourceFailure('unavailable', 'The npm client on the PATH does not run.');
  }
  const unreachable = networkCodes.exec(`${stdout}\n${stderr}`)?.[0];
  if (unreachable !== undefined) {
    return new SourceFailure('network', `npm's registry cannot be reached (${unreachable}).`);
  }
  const code = /\bE[A-Z0-9]{3,}\b/u.exec(`${stdout}\n${stderr}`)?.[0];
  return new SourceFailure('refused', `npm has no ${name}${code === undefined ? '' : ` (${code})`}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

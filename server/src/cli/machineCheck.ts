import { execFile } from 'node:child_process';
import { access, constants, readFile, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isSpeechError } from '../../../protocol/errors.ts';
import type { SoundAccess } from '../access/soundAccess.ts';
import { formatBytes } from './format.ts';
import { makeFolder } from '../system/makeFolder.ts';

/** One thing the product needs or can use. */
export interface MachineCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What was found; where it is not ok, also what to do. */
  readonly detail: string;
}

export function checkNode(): MachineCheck {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  const version = `Node.js ${process.versions.node}`;
  return { name: 'node', ok, detail: ok ? version : `${version}; install 20.19 or newer` };
}

export function checkPlatform(): MachineCheck {
  const supported = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];
  const name = `${process.platform}-${process.arch}`;
  const ok = supported.includes(name);
  const detail = `${name}, ${os.type()} ${os.release()}`;
  return { name: 'platform', ok, detail: ok ? detail : `${detail}; there is no ONNX Runtime binary for it` };
}

export async function checkProcessor(): Promise<MachineCheck> {
  const features = await processorFeatures();
  const cores = os.cpus();
  const parts = [
    cores[0]?.model.trim() ?? 'unknown processor',
    `${os.availableParallelism()} of ${cores.length} logical cores usable`,
    features === null ? 'instruction sets not known on this system' : features.join(' '),
  ];
  return { name: 'processor', ok: true, detail: parts.join(', ') };
}

/** The vector instruction sets that the models' kernels use; null where the system does not list them. */
async function processorFeatures(): Promise<string[] | null> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => null);
  const flags = text?.match(/^(?:flags|Features)\s*:\s*(.*)$/m)?.[1]?.split(' ');
  if (flags === undefined) return null;
  const used = ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx_vnni', 'amx_int8', 'asimd', 'asimddp', 'i8mm'];
  return used.filter((flag) => flags.includes(flag));
}

/** Peak memory of speaking, with room for the system. */
const neededMemoryBytes = 2_000_000_000;

export function checkMemory(): MachineCheck {
  const totalBytes = os.totalmem();
  const detail = `${formatBytes(totalBytes)}, ${formatBytes(os.freemem())} free`;
  const ok = totalBytes >= neededMemoryBytes;
  return {
    name: 'memory',
    ok,
    detail: ok ? detail : `${detail}; ${formatBytes(neededMemoryBytes)} are needed to speak`,
  };
}

export async function checkCache(folder: string): Promise<MachineCheck> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    return { name: 'cache', ok: true, detail: `${folder} can be written` };
  } catch {
    const wayOut = 'change its permissions, or set ALOUD_CACHE to a folder of your own';
    return { name: 'cache', ok: false, detail: `${folder} cannot be written; ${wayOut}` };
  }
}

/** @param neededBytes  what the models not yet installed take */
export async function checkDisk(folder: string, neededBytes: number): Promise<MachineCheck> {
  const existing = await nearestFolder(folder);
  try {
    const { bavail, bsize } = await statfs(existing);
    const freeBytes = bavail * bsize;
    const ok = freeBytes >= neededBytes;
    const detail = `${formatBytes(freeBytes)} free at ${existing}`;
    const wayOut = `the default models need ${formatBytes(neededBytes)}: free some, or set ALOUD_CACHE`;
    return { name: 'disk', ok, detail: ok ? detail : `${detail}; ${wayOut}` };
  } catch {
    return {
      name: 'disk',
      ok: false,
      detail: `the free space at ${existing} cannot be read; set ALOUD_CACHE`,
    };
  }
}

/** The folder itself, or the one that would hold it. */
async function nearestFolder(folder: string): Promise<string> {
  const parent = path.dirname(folder);
  if (parent === folder) return folder;
  return access(folder).then(
    () => folder,
    () => nearestFolder(parent),
  );
}

export async function checkSoundDevices(
  sound: Pick<SoundAccess, 'listDevices'>,
  signal: AbortSignal,
): Promise<MachineCheck[]> {
  const found = await sound.listDevices(signal).catch((error: unknown) => {
    if (isSpeechError(error)) return error;
    throw error;
  });
  if (isSpeechError(found)) {
    const detail = `${found.message} ${found.hint}`;
    return [
      { name: 'microphone', ok: false, detail },
      { name: 'speaker', ok: false, detail },
    ];
  }
  const { microphones, speakers } = found;
  return [
    {
      name: 'microphone',
      ok: microphones.length > 0,
      detail:
        microphones[0]?.name ?? 'none found; connect one to dictate. Recordings can be transcribed without.',
    },
    {
      name: 'speaker',
      ok: speakers.length > 0,
      detail:
        speakers[0]?.name ??
        'none found; connect one to listen, or write files: aloud speak TEXT --out FILE.wav',
    },
  ];
}

/** Models come from where the npm client says, where there is one. Its version is asked for, not its registry. */
export async function checkNpmClient(signal: AbortSignal): Promise<MachineCheck> {
  const version = await npmVersion(signal);
  const wayOut = 'not found; install Node.js, or name a registry for the models in npm_config_registry';
  return { name: 'npm', ok: version !== null, detail: version === null ? wayOut : `npm ${version}` };
}

function npmVersion(signal: AbortSignal): Promise<string | null> {
  const isWindows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    // Where the user happens to be, a stranger's program may have its name.
    const options = { signal, shell: isWindows, timeout: 20_000, cwd: path.parse(process.execPath).root };
    execFile(isWindows ? 'npm.cmd' : 'npm', ['--version'], options, (error, stdout) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve(error === null ? stdout.trim() : null);
    });
  });
}

import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';

/** The memory that a process may take. */
export interface MachineMemory {
  /** The machine's, or less where a container limits it. */
  readonly totalBytes: number;
  /** Free now, or given back by the system at once; null where it does not tell, as on macOS. */
  readonly freeBytes: number | null;
}

export interface MemoryNeed {
  /** What needs it, as a message begins. */
  readonly name: string;
  readonly bytes: number;
  /** The way out besides closing other programs: a sentence. */
  readonly otherwise: string;
}

/** @throws SpeechError outOfMemory, before the system ends a process for it */
export function requireMemory(need: MemoryNeed, { totalBytes, freeBytes }: MachineMemory): void {
  const needed = `${need.name} needs about ${gigabytes(need.bytes)} of memory`;
  if (totalBytes < need.bytes)
    throw new SpeechError('outOfMemory', {
      message: `${needed}; this machine lets it have ${gigabytes(totalBytes)}.`,
      hint: need.otherwise,
    });
  if (freeBytes !== null && freeBytes < need.bytes)
    throw new SpeechError('outOfMemory', {
      message: `${needed}; ${gigabytes(freeBytes)} are free.`,
      hint: `Close other programs. ${need.otherwise}`,
    });
}

/** Memory as the system tells it now. */
export async function readMachineMemory(): Promise<MachineMemory> {
  const machine = {
    totalBytes: os.totalmem(),
    freeBytes: process.platform === 'darwin' ? null : os.freemem(),
  };
  return process.platform === 'linux' ? withinGroup(machine, await readControlGroup('/')) : machine;
}

/** What a control group of Linux limits its processes to, and has taken of it. */
export interface ControlGroup {
  readonly limitBytes: number;
  /** Without what was read from files and can be dropped. */
  readonly usedBytes: number;
}

/** What a process may have: the less of the machine's and its group's. */
export function withinGroup(machine: MachineMemory, group: ControlGroup | null): MachineMemory {
  if (group === null) return machine;
  return {
    totalBytes: Math.min(machine.totalBytes, group.limitBytes),
    freeBytes: Math.min(machine.freeBytes ?? Infinity, Math.max(0, group.limitBytes - group.usedBytes)),
  };
}

/**
 * The group of this process, in the second version of control groups; null where there is none with a limit.
 *
 * @param root  of the file system
 * Source: Linux, Documentation/admin-guide/cgroup-v2.rst
 */
export async function readControlGroup(root: string): Promise<ControlGroup | null> {
  const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8').catch(() => '');
  const own = /^0::(.*)$/mu.exec(await read('proc/self/cgroup'))?.[1] ?? '/';
  // In a container the group's own path may not be seen, and its files lie at the top.
  for (const folder of new Set([path.join('sys/fs/cgroup', own), 'sys/fs/cgroup'])) {
    const limit = (await read(path.join(folder, 'memory.max'))).trim();
    if (!/^\d+$/u.test(limit)) continue;
    const current = Number(await read(path.join(folder, 'memory.current')));
    const stat = await read(path.join(folder, 'memory.stat'));
    const files = ['inactive_file', 'active_file'].map((name) =>
      Number(new RegExp(`^${name} (\\d+)$`, 'mu').exec(stat)?.[1] ?? 0),
    );
    const droppable = files.reduce((sum, bytes) => sum + bytes, 0);
    return { limitBytes: Number(limit), usedBytes: Math.max(0, current - droppable) };
  }
  return null;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

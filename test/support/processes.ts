import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that has ended and was not waited for yet is none. */
export function isAlive(processId: number): boolean {
  const state = readState(processId);
  return state !== null && state !== 'Z';
}

/** Kills it, if it is there. */
export function endProcess(processId: number): void {
  if (isAlive(processId)) process.kill(processId, 'SIGKILL');
}

/** Resolves when it has ended. */
export async function whenEnded(processId: number): Promise<void> {
  while (isAlive(processId)) await delay(20);
}

/** What it has started, zombies included. */
export function readChildIds(processId: number): number[] {
  try {
    return readdirSync(`/proc/${processId}/task`).flatMap((thread) =>
      readFileSync(`/proc/${processId}/task/${thread}/children`, 'utf8')
        .split(' ')
        .filter((id) => id !== '')
        .map(Number),
    );
  } catch {
    return [];
  }
}

export function countZombies(processIds: readonly number[]): number {
  return processIds.filter((processId) => readState(processId) === 'Z').length;
}

/** Memory that is in use now; null for a process that has ended, and where there is no /proc. */
export function readResidentBytes(processId: number): number | null {
  return readStatusBytes(processId, 'VmRSS');
}

/** Of that, what is read from files and can be dropped; null as above. */
export function readMappedBytes(processId: number): number | null {
  return readStatusBytes(processId, 'RssFile');
}

/** The most memory that was in use so far; null as above. */
export function readPeakBytes(processId: number): number | null {
  return readStatusBytes(processId, 'VmHWM');
}

function readStatusBytes(processId: number, field: string): number | null {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'mu').exec(
    readText(`/proc/${processId}/status`),
  )?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Time that a process has computed, all its threads together. */
export function readComputedMs(processId: number): number {
  const [userTicks = 0, systemTicks = 0] = fieldsAfterName(processId).slice(11, 13).map(Number);
  return (userTicks + systemTicks) * tickMs;
}

/** Of Linux, on every machine that matters. */
const tickMs = 10;

/** @returns R, S, Z ...; null where there is no such process */
function readState(processId: number): string | null {
  return fieldsAfterName(processId)[0] ?? null;
}

/** The name, in parentheses, may hold anything. */
function fieldsAfterName(processId: number): readonly string[] {
  const text = readText(`/proc/${processId}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

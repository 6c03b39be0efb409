import { countZombies, readChildIds, readResidentBytes } from '../support/processes.ts';

export interface MemorySample {
  readonly atMs: number;
  readonly daemonMegabytes: number;
  /** Of all workers together. */
  readonly workersMegabytes: number;
  readonly zombieCount: number;
}

/** The memory of a daemon and its workers now. */
export function sampleMemory(daemonId: number, atMs: number): MemorySample {
  const workerIds = readChildIds(daemonId);
  return {
    atMs,
    daemonMegabytes: toMegabytes(readResidentBytes(daemonId)),
    workersMegabytes: toMegabytes(workerIds.reduce((sum, id) => sum + (readResidentBytes(id) ?? 0), 0)),
    zombieCount: countZombies(workerIds),
  };
}

function toMegabytes(bytes: number | null): number {
  return Math.round((bytes ?? 0) / 100_000) / 10;
}

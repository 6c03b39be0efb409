import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeBytes } from '../../../server/src/files/diskSpace.ts';
import type { NetworkTiming } from '../../../server/src/models/network.ts';
import { openPartFile } from '../../../server/src/files/partFile.ts';
import type { Transfer } from '../../../server/src/models/transfer.ts';

/** Short pauses; patient enough that a busy machine is not taken for a silent server. */
export const quickTiming: NetworkTiming = { stallMs: 5_000, retryMs: 5, maxFruitlessRequests: 3 };

/** For servers that are silent on purpose. */
export const impatientTiming: NetworkTiming = { ...quickTiming, stallMs: 150 };

export interface TestTransfer extends Transfer {
  readonly notes: readonly string[];
}

export function testTransfer(overrides: Partial<Transfer> = {}): TestTransfer {
  const notes: string[] = [];
  return {
    environment: {},
    timing: quickTiming,
    npmCommand: ['npm'],
    openPartFile,
    freeBytes,
    signal: new AbortController().signal,
    onNote: (note) => notes.push(note),
    ...overrides,
    notes,
  };
}

export interface TempFolder extends AsyncDisposable {
  readonly path: string;
}

export async function tempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), 'aloud-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes without a pattern that a wrong offset could hide in; the same ones for the same seed. */
export function noise(byteCount: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(byteCount);
  let state = seed >>> 0 || 1;
  for (let index = 0; index < byteCount; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { download, type Download, type DownloadRequest } from '../../../server/src/models/download.ts';
import type { Transfer } from '../../../server/src/models/transfer.ts';
import { serve, type Behavior } from './testServer.ts';
import { noise, sha256, tempFolder, testTransfer } from './testTransfer.ts';

export const content = noise(100_000);
export const otherContent = noise(100_000, 7);

interface Outcome {
  readonly result?: Download;
  readonly error?: unknown;
  readonly bytes: Uint8Array | null;
  readonly files: readonly string[];
  readonly ranges: readonly (string | undefined)[];
  readonly settledAtMs: number;
}

interface Case {
  readonly behaviors: readonly Behavior[];
  readonly wanted?: Partial<DownloadRequest>;
  readonly transfer?: Partial<Transfer>;
  /** What an earlier attempt left. */
  readonly part?: Uint8Array;
  readonly validator?: string;
}

/** Downloads from a server that behaves as it is told. */
export async function run({ behaviors, wanted, transfer, part, validator }: Case): Promise<Outcome> {
  await using folder = await tempFolder();
  await using server = await serve(...behaviors);
  const context = testTransfer(transfer);
  const partPath = join(folder.path, 'model.part');
  if (part !== undefined) {
    await writeFile(partPath, part);
  }
  if (validator !== undefined) {
    await writeFile(`${partPath}.validator`, validator);
  }
  const outcome = await download(
    {
      url: server.url,
      partPath,
      expectedBytes: content.length,
      expectedHash: { algorithm: 'sha256', hex: sha256(content) },
      onReceived: () => undefined,
      ...wanted,
    },
    context,
  ).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  const settledAtMs = performance.now();
  const bytes = await readFile(partPath).catch(() => null);
  return {
    ...outcome,
    bytes: bytes === null ? null : new Uint8Array(bytes),
    files: await readdir(folder.path),
    ranges: server.requests.map(({ range }) => range),
    settledAtMs,
  };
}

export function expectWhole(outcome: Outcome): void {
  expect(outcome.error).toBeUndefined();
  expectBytes(outcome, content);
  expect(outcome.result).toMatchObject({ bytes: content.length, hex: sha256(content), isVerified: true });
}

/** By checksum: comparing element by element takes a second. */
export function expectBytes({ bytes }: Outcome, expected: Uint8Array): void {
  expect(bytes === null ? null : sha256(bytes)).toBe(sha256(expected));
}

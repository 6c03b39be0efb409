import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { download, discardPart } from './download.ts';
import { findNpmTarball, packWithNpm } from './npmClient.ts';
import { askNpmRegistry } from './npmRegistry.ts';
import type { NpmPackage, NpmTarball } from './npmTarball.ts';
import type { OnFraction, ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';
import { unpackTarball } from './unpackTarball.ts';
import { makeFolder } from '../system/makeFolder.ts';

export interface NpmRequest {
  readonly package: NpmPackage;
  /** By path inside the package. */
  readonly files: ReadonlyMap<string, WantedFile>;
  /** Where the archive lies while it is fetched and unpacked. */
  readonly tarballPath: string;
  readonly onFraction: OnFraction;
}

/**
 * Fetches one archive for all the files wanted of it, where the user's npm client says or else the registry itself,
 * verifies the registry's integrity value and unpacks these files and no other.
 *
 * @throws SourceFailure; SpeechError `diskFull`, `cacheNotWritable`
 */
export async function fetchFromNpm(request: NpmRequest, transfer: Transfer): Promise<ReceivedFile[]> {
  const found = await findTarball(request.package, transfer);
  await fetchTarball(found, request, transfer);
  const received = await unpackTarball(request.tarballPath, request.files, transfer);
  await discardPart({ partPath: request.tarballPath });
  return received;
}

interface FoundTarball {
  readonly tarball: NpmTarball;
  /** Whether an npm client runs here, which may get what we cannot. */
  readonly hasClient: boolean;
}

async function findTarball(wanted: NpmPackage, transfer: Transfer): Promise<FoundTarball> {
  try {
    return { tarball: await findNpmTarball(wanted, transfer), hasClient: true };
  } catch (error) {
    if (!(error instanceof SourceFailure) || error.reason !== 'unavailable') throw error;
    return { tarball: await askNpmRegistry(wanted, transfer), hasClient: false };
  }
}

async function fetchTarball(
  { tarball, hasClient }: FoundTarball,
  request: NpmRequest,
  transfer: Transfer,
): Promise<void> {
  const get = () =>
    download(
      {
        url: tarball.url,
        partPath: request.tarballPath,
        expectedBytes: null,
        expectedHash: tarball.integrity,
        onReceived: (receivedBytes, totalBytes) => {
          request.onFraction(totalBytes === null ? 0 : receivedBytes / totalBytes);
        },
      },
      transfer,
    );
  try {
    await get();
  } catch (error) {
    transfer.signal.throwIfAborted();
    if (!hasClient || !(error instanceof SourceFailure) || error.reason === 'wrongBytes') {
      throw error;
    }
    await packTarball(request, transfer, error);
    // What npm packed is the part file now: complete, so that only its hash is looked at.
    await get();
  }
}

async function packTarball(request: NpmRequest, transfer: Transfer, failure: SourceFailure): Promise<void> {
  transfer.onNote(`${failure.message} Letting npm fetch ${request.package.packageName} instead.`);
  const folder = join(dirname(request.tarballPath), 'npm-pack');
  try {
    await makeFolder(folder);
    const { fileName } = await packWithNpm(request.package, folder, transfer);
    await rename(join(folder, fileName), request.tarballPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

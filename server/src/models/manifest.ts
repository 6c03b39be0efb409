import { readFile, stat } from 'node:fs/promises';
import type { CatalogFile } from './catalog.ts';
import { errorCode } from '../files/fileSystemErrors.ts';
import { filePath, type ModelFolder } from './modelFolder.ts';
import { sha256OfFile } from './verify.ts';
import { writeJsonFile } from './writeJsonFile.ts';

/** What was verified of one model: by its means a later start trusts a file without reading it again. */
export type Manifest = Readonly<Record<string, VerifiedFile>>;

export interface VerifiedFile {
  readonly bytes: number;
  /** Where the catalogue has none, this is the hub's own of the first download: pinned from then on. */
  readonly sha256: string;
  /** When the file last changed, as of its verification. */
  readonly mtimeMs: number;
}

export async function readManifest({ manifestPath }: Pick<ModelFolder, 'manifestPath'>): Promise<Manifest> {
  try {
    const found: unknown = JSON.parse(await readFile(manifestPath, 'utf8'));
    return typeof found === 'object' && found !== null ? (found as Manifest) : {};
  } catch (error) {
    // A torn or absent manifest only costs hashing the files again.
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) {
      return {};
    }
    throw error;
  }
}

/** Other processes may write other entries at the same time; theirs are kept. */
export async function updateManifest(place: ModelFolder, changes: Manifest): Promise<void> {
  await writeJsonFile(place.manifestPath, { ...(await readManifest(place)), ...changes });
}

/**
 * Files that have turned out to be broken: those of which the catalogue has no checksum count as missing from now on, so
 * that a pull fetches them again instead of finding what was verified once.
 */
export async function forgetFiles(
  place: Pick<ModelFolder, 'manifestPath'>,
  paths: readonly string[],
): Promise<void> {
  const known = Object.entries(await readManifest(place));
  const kept = known.filter(([path]) => !paths.includes(path));
  if (kept.length < known.length) await writeJsonFile(place.manifestPath, Object.fromEntries(kept));
}

/** Null where neither the catalogue nor an earlier download knows. */
export function expectedSha256(file: CatalogFile, manifest: Manifest): string | null {
  return file.sha256 ?? manifest[file.path]?.sha256 ?? null;
}

/** `changed`: there, but not the bytes that belong there. */
export type FileState = 'missing' | 'verified' | 'changed';

export interface Inspection {
  readonly states: ReadonlyMap<string, FileState>;
  /** The manifest as it stands after the inspection. */
  readonly manifest: Manifest;
  /** What the inspection found out by reading files. */
  readonly changes: Manifest;
}

export interface InspectOptions {
  readonly signal: AbortSignal;
  /** `changed`: read only files whose size or time differ from the manifest's. `all`: read every byte again. */
  readonly reading: 'changed' | 'all';
}

/** Compares a model's files with its manifest and catalogue entry. Writes nothing. */
export async function inspectFiles(
  place: ModelFolder,
  files: readonly CatalogFile[],
  options: InspectOptions,
): Promise<Inspection> {
  const manifest = await readManifest(place);
  // All at once: one after the other, they wait for a core again and again where it is busy.
  const found = await Promise.all(files.map((file) => statFile(filePath(place, file.path))));
  const states = new Map<string, FileState>();
  const changes: Record<string, VerifiedFile> = {};
  for (const [index, file] of files.entries()) {
    options.signal.throwIfAborted();
    const known = { file, manifest, found: found[index] ?? null };
    const { state, news } = await inspectFile(filePath(place, file.path), known, options);
    states.set(file.path, state);
    if (news !== null) {
      changes[file.path] = news;
    }
  }
  return { states, manifest: { ...manifest, ...changes }, changes };
}

async function inspectFile(
  path: string,
  { file, manifest, found }: InspectedFile,
  { reading, signal }: InspectOptions,
): Promise<{ readonly state: FileState; readonly news: VerifiedFile | null }> {
  const expected = expectedSha256(file, manifest);
  // A file of which nobody ever knew the checksum cannot be trusted: it has to be fetched.
  if (found === null || expected === null) {
    return { state: 'missing', news: null };
  }
  const known = manifest[file.path];
  const isKnown =
    known?.sha256 === expected && known.bytes === found.bytes && known.mtimeMs === found.mtimeMs;
  if (isKnown && reading === 'changed') {
    return { state: 'verified', news: null };
  }
  if ((await sha256OfFile(path, signal)) === expected) {
    return { state: 'verified', news: isKnown ? null : { ...found, sha256: expected } };
  }
  // Wrong bytes keep the checksum they should have and lose the time, so that they are never trusted unread.
  const isRecorded = known?.mtimeMs === untrustedMtimeMs;
  return {
    state: 'changed',
    news: isRecorded ? null : { bytes: found.bytes, sha256: expected, mtimeMs: untrustedMtimeMs },
  };
}

interface InspectedFile {
  readonly file: CatalogFile;
  readonly manifest: Manifest;
  /** What is on the disk; null where nothing is. */
  readonly found: FoundFile | null;
}

/** No file has it. */
const untrustedMtimeMs = -1;

export interface FoundFile {
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** Null where there is no such file. */
export async function statFile(path: string): Promise<FoundFile | null> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { bytes: size, mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') {
      return null;
    }
    throw error;
  }
}

import type { ByteSource } from './byteSource.ts';
import { CheckpointFormatError } from './checkpointFormatError.ts';
import { readPickle, type PickledTensor } from './pickle.ts';
import { storageTypes, type StorageType } from './storageTypes.ts';
import { dataOffsetOf, readZipDirectory, type ZipEntry } from './zipDirectory.ts';

/** Where a tensor lies in the file: little-endian, uncompressed. */
export interface CheckpointTensor {
  readonly name: string;
  readonly type: StorageType;
  readonly dims: readonly number[];
  readonly elementCount: number;
  /** In the file, of the first element. */
  readonly byteOffset: number;
  readonly byteLength: number;
  /** False: its elements lie in another order, as those of a transposed tensor do. */
  readonly isRowMajor: boolean;
}

/**
 * Finds the tensors of a zip that `torch.save` wrote from a dictionary of tensors: `<stem>/data.pkl` names them,
 * `<stem>/data/<key>` holds the values. Reads the directory of the zip and the names, no values. Several tensors may
 * share one storage. What the dictionary holds besides tensors (numbers, texts) is left out.
 *
 * @throws CheckpointFormatError when it is anything else; nothing else but what `source` throws
 * Source: torch/serialization.py and caffe2/serialize/inline_container.cc of PyTorch 2
 */
export async function readCheckpointIndex(source: ByteSource): Promise<Map<string, CheckpointTensor>> {
  const entries = await readZipDirectory(source);
  const stem = findStem(entries);
  await checkByteOrder(source, entries.get(`${stem}byteorder`));
  const table = readPickle(await readEntry(source, requireEntry(entries, `${stem}data.pkl`), pickleLimit));
  const offsets = new Map<string, number>();
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, pickled] of table) {
    const entry = requireEntry(entries, `${stem}data/${pickled.storage.key}`);
    const known = offsets.get(entry.name);
    const start = known ?? (await dataOffsetOf(source, entry));
    offsets.set(entry.name, start);
    tensors.set(name, locate(name, pickled, { entry, start }));
  }
  return tensors;
}

/** The names of a model of a thousand tensors take a few hundred kilobytes. */
const pickleLimit = 8 * 2 ** 20;

function findStem(entries: ReadonlyMap<string, ZipEntry>): string {
  const [name, second] = [...entries.keys()].filter((key) => /^[^/]+\/data\.pkl$/u.test(key));
  if (name === undefined || second !== undefined) {
    throw new CheckpointFormatError('foreign', 'it is a zip, but none that torch.save wrote');
  }
  return name.slice(0, -'data.pkl'.length);
}

/** Older files have no such entry; they are little-endian. */
async function checkByteOrder(source: ByteSource, entry: ZipEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  const order = String.fromCharCode(...(await readEntry(source, entry, 16)));
  if (order !== 'little') throw new CheckpointFormatError('foreign', 'its numbers are not little-endian');
}

async function readEntry(source: ByteSource, entry: ZipEntry, limit: number): Promise<Uint8Array> {
  if (entry.byteLength > limit) {
    throw new CheckpointFormatError('foreign', `its entry ${entry.name} is too long`);
  }
  return source.read(await dataOffsetOf(source, entry), entry.byteLength);
}

function requireEntry(entries: ReadonlyMap<string, ZipEntry>, name: string): ZipEntry {
  const entry = entries.get(name);
  if (entry === undefined) throw new CheckpointFormatError('broken', `its entry ${name} is missing`);
  return entry;
}

interface Place {
  readonly entry: ZipEntry;
  readonly start: number;
}

function locate(name: string, pickled: PickledTensor, { entry, start }: Place): CheckpointTensor {
  const { storage, elementOffset, dims, strides } = pickled;
  const { type, elementBytes } = storageTypes[storage.type];
  const elementCount = dims.reduce((product, size) => product * size, 1);
  const isRowMajor = isRowMajorOrder(dims, strides);
  const lastElement = dims.reduce(
    (sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0),
    elementOffset,
  );
  const neededCount = elementCount === 0 ? 0 : lastElement + 1;
  if (neededCount > storage.elementCount || storage.elementCount * elementBytes > entry.byteLength) {
    throw new CheckpointFormatError('broken', `its tensor "${name}" does not fit into its entry`);
  }
  return {
    name,
    type,
    dims,
    elementCount,
    byteOffset: start + elementOffset * elementBytes,
    byteLength: elementCount * elementBytes,
    isRowMajor,
  };
}

function isRowMajorOrder(dims: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
    const size = dims[axis] ?? 0;
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}

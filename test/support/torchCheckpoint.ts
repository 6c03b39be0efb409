import type { StorageType } from '../../server/src/checkpoint/storageTypes.ts';
import { storageTypes } from '../../server/src/checkpoint/storageTypes.ts';

/** A tensor to be written; its bytes are made when they are needed. */
export interface WrittenTensor {
  readonly name: string;
  readonly type: StorageType;
  readonly dims: readonly number[];
  readonly bytes: () => Uint8Array;
  /** Row-major where left out. */
  readonly strides?: readonly number[];
}

export interface CheckpointOptions {
  /** Lengths and offsets in the 64-bit fields, as in a zip of more than 4 GB. */
  readonly zip64?: boolean;
  /** Instead of the pickle that describes the tensors. */
  readonly pickle?: Uint8Array;
  readonly byteOrder?: string;
}

/** A checkpoint as `torch.save` writes it, whole. */
export function buildCheckpoint(
  tensors: readonly WrittenTensor[],
  options: CheckpointOptions = {},
): Uint8Array<ArrayBuffer> {
  return Buffer.concat([...checkpointPieces(tensors, options)]);
}

/** The bytes of the file one after the other: a tensor's are made when they are asked for. Checksums are left out. */
export function* checkpointPieces(
  tensors: readonly WrittenTensor[],
  { zip64 = false, pickle = pickleTensors(tensors), byteOrder = 'little' }: CheckpointOptions = {},
): Generator<Uint8Array> {
  const entries = [
    { name: 'toy/data.pkl', bytes: () => pickle, byteLength: pickle.length },
    { name: 'toy/byteorder', bytes: () => Buffer.from(byteOrder), byteLength: byteOrder.length },
    ...tensors.map(({ bytes, dims, type }, index) => ({
      name: `toy/data/${index}`,
      bytes,
      byteLength: byteLengthOf(type, dims),
    })),
    { name: 'toy/version', bytes: () => Buffer.from('3\n'), byteLength: 2 },
  ];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, byteLength } of entries) {
    const header = localHeader(name, byteLength, at);
    directory.push(centralHeader(name, { byteLength, offset: at, zip64 }));
    yield header;
    yield bytes();
    at += header.length + byteLength;
  }
  yield* directory;
  const byteLength = directory.reduce((sum, bytes) => sum + bytes.length, 0);
  yield endOfDirectory({ entryCount: entries.length, byteLength, offset: at, zip64 });
}

export function byteLengthOf(type: StorageType, dims: readonly number[]): number {
  const storage = Object.values(storageTypes).find((known) => known.type === type);
  return dims.reduce((product, size) => product * size, storage?.elementBytes ?? 0);
}

/** Source: what `torch.save` of PyTorch 2 writes for a state dictionary. */
function pickleTensors(tensors: readonly WrittenTensor[]): Uint8Array {
  const pieces = [global('\x80\x02', 'collections', 'OrderedDict'), Buffer.from('q\x00)R(', 'latin1')];
  tensors.forEach(({ name, type, dims, strides = rowMajor(dims) }, index) => {
    const storage =
      Object.entries(storageTypes).find(([, known]) => known.type === type)?.[0] ?? 'unknown storage';
    const count = dims.reduce((product, size) => product * size, 1);
    pieces.push(
      text(name),
      global('', 'torch._utils', '_rebuild_tensor_v2'),
      Buffer.from('((', 'latin1'),
      text('storage'),
      global('', 'torch', storage),
      text(String(index)),
      text('cpu'),
      integer(count),
      Buffer.from('tQK\x00(', 'latin1'),
      ...dims.map(integer),
      Buffer.from('t(', 'latin1'),
      ...strides.map(integer),
      Buffer.from('t\x89h\x00)RtR', 'latin1'),
    );
  });
  return Buffer.concat([...pieces, Buffer.from('u.')]);
}

function rowMajor(dims: readonly number[]): number[] {
  return dims.map((_, axis) => dims.slice(axis + 1).reduce((product, size) => product * size, 1));
}

function global(before: string, module: string, name: string): Buffer {
  return Buffer.from(`${before}c${module}\n${name}\n`, 'latin1');
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(5, 'X');
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(5, 'J');
  bytes.writeInt32LE(value, 1);
  return bytes;
}

/** The content begins at a multiple of 64, by an extra field of the length that is missing. */
function localHeader(name: string, byteLength: number, offset: number): Buffer {
  const plain = offset + 30 + name.length + 4;
  const padding = (64 - (plain % 64)) % 64;
  const header = Buffer.alloc(30 + name.length + 4 + padding);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt32LE(byteLength, 18);
  header.writeUInt32LE(byteLength, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(4 + padding, 28);
  header.write(name, 30, 'latin1');
  header.write('FB', 30 + name.length, 'latin1');
  header.writeUInt16LE(padding, 32 + name.length);
  return header;
}

interface Place {
  readonly byteLength: number;
  readonly offset: number;
  readonly zip64: boolean;
}

function centralHeader(name: string, { byteLength, offset, zip64 }: Place): Buffer {
  const extra = Buffer.alloc(zip64 ? 28 : 0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  [byteLength, byteLength, offset].forEach((value, index) => {
    header.writeUInt32LE(zip64 ? 0xffffffff : value, [20, 24, 42][index] ?? 0);
    if (zip64) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  });
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
  }
  return Buffer.concat([header, Buffer.from(name, 'latin1'), extra]);
}

function endOfDirectory({
  entryCount,
  byteLength,
  offset,
  zip64,
}: Place & { readonly entryCount: number }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : entryCount, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : byteLength, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  if (!zip64) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(BigInt(entryCount), 32);
  record.writeBigUInt64LE(BigInt(byteLength), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + byteLength), 8);
  return Buffer.concat([record, locator, end]);
}

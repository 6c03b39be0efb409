import type { ByteSource } from './byteSource.ts';
import { CheckpointFormatError } from './checkpointFormatError.ts';

/** A file in a zip, stored as it is. */
export interface ZipEntry {
  readonly name: string;
  readonly byteLength: number;
  /** Of its local header, in the zip. */
  readonly headerOffset: number;
}

/**
 * Reads the central directory of a zip, by name.
 *
 * @throws CheckpointFormatError when it is none, is cut off, or has entries that are compressed or encrypted
 * Source: .ZIP File Format Specification 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3
 */
export async function readZipDirectory(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const { entryCount, byteLength, offset } = await findDirectory(source);
  if (byteLength > directoryLimit || entryCount > byteLength / centralHeaderBytes) {
    throw new CheckpointFormatError('foreign', 'its directory is too long');
  }
  const bytes = viewOf(await readWithin(source, offset, byteLength));
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < entryCount; index += 1) {
    const { entry, end } = readCentralHeader(bytes, at);
    if (entries.has(entry.name)) throw new CheckpointFormatError('broken', `it has ${entry.name} twice`);
    entries.set(entry.name, entry);
    at = end;
  }
  return entries;
}

/** @returns where the content of an entry begins: its local header has a length of its own */
export async function dataOffsetOf(source: ByteSource, entry: ZipEntry): Promise<number> {
  const header = viewOf(await readWithin(source, entry.headerOffset, localHeaderBytes));
  if (header.getUint32(0, true) !== localSignature) {
    throw new CheckpointFormatError('broken', `its entry ${entry.name} is not where its directory says`);
  }
  const start =
    entry.headerOffset + localHeaderBytes + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + entry.byteLength > source.byteLength) throw endsTooEarly();
  return start;
}

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;

const localHeaderBytes = 30;
const centralHeaderBytes = 46;
const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const commentLimit = 0xffff;
/** A checkpoint has some hundred entries of some hundred bytes. */
const directoryLimit = 16 * 2 ** 20;

interface Directory {
  readonly entryCount: number;
  readonly byteLength: number;
  readonly offset: number;
}

async function findDirectory(source: ByteSource): Promise<Directory> {
  const tailLength = Math.min(source.byteLength, locatorBytes + endBytes + commentLimit);
  const tail = viewOf(await source.read(source.byteLength - tailLength, tailLength));
  const end = findEnd(tail);
  if (end === undefined) throw await noEnd(source);
  const locator = end - locatorBytes;
  if (locator >= 0 && tail.getUint32(locator, true) === locatorSignature) {
    const record = viewOf(
      await readWithin(source, toCount(tail.getBigUint64(locator + 8, true)), end64Bytes),
    );
    if (record.getUint32(0, true) !== end64Signature) {
      throw new CheckpointFormatError('broken', 'the end of its directory is damaged');
    }
    return {
      entryCount: toCount(record.getBigUint64(32, true)),
      byteLength: toCount(record.getBigUint64(40, true)),
      offset: toCount(record.getBigUint64(48, true)),
    };
  }
  return {
    entryCount: tail.getUint16(end + 10, true),
    byteLength: tail.getUint32(end + 12, true),
    offset: tail.getUint32(end + 16, true),
  };
}

/** The end record is the last in the file, but for a comment of the length it gives. */
function findEnd(tail: DataView): number | undefined {
  for (let at = tail.byteLength - endBytes; at >= 0; at -= 1) {
    const isEnd = tail.getUint32(at, true) === endSignature;
    if (isEnd && at + endBytes + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  return undefined;
}

async function noEnd(source: ByteSource): Promise<CheckpointFormatError> {
  const start = viewOf(await source.read(0, Math.min(4, source.byteLength)));
  return start.byteLength === 4 && start.getUint32(0, true) === localSignature
    ? endsTooEarly()
    : new CheckpointFormatError('broken', 'it is no zip as torch.save writes it');
}

interface ReadEntry {
  readonly entry: ZipEntry;
  readonly end: number;
}

function readCentralHeader(bytes: DataView, at: number): ReadEntry {
  if (at + centralHeaderBytes > bytes.byteLength || bytes.getUint32(at, true) !== centralSignature) {
    throw new CheckpointFormatError('broken', 'its directory is damaged');
  }
  const nameStart = at + centralHeaderBytes;
  const extraStart = nameStart + bytes.getUint16(at + 28, true);
  const extraEnd = extraStart + bytes.getUint16(at + 30, true);
  const end = extraEnd + bytes.getUint16(at + 32, true);
  if (end > bytes.byteLength) throw new CheckpointFormatError('broken', 'its directory is damaged');
  const name = new TextDecoder().decode(
    new Uint8Array(bytes.buffer, bytes.byteOffset + nameStart, extraStart - nameStart),
  );
  const isEncrypted = (bytes.getUint16(at + 8, true) & 1) !== 0;
  if (isEncrypted || bytes.getUint16(at + 10, true) !== 0) {
    throw new CheckpointFormatError('foreign', `its entry ${name} is compressed or encrypted`);
  }
  const sizes = readSizes(bytes, at, { start: extraStart, end: extraEnd });
  if (sizes.stored !== sizes.byteLength) {
    throw new CheckpointFormatError('broken', `its entry ${name} has two lengths`);
  }
  return { entry: { name, byteLength: sizes.byteLength, headerOffset: sizes.headerOffset }, end };
}

interface Sizes {
  readonly byteLength: number;
  readonly stored: number;
  readonly headerOffset: number;
}

/** A value of all ones is in the extra field, as 64 bits; those that are there have this order. */
function readSizes(
  bytes: DataView,
  at: number,
  extra: { readonly start: number; readonly end: number },
): Sizes {
  let next = findZip64Field(bytes, extra);
  const read = (place: number): number => {
    const short = bytes.getUint32(place, true);
    if (short !== 0xffffffff) return short;
    if (next === undefined || next + 8 > extra.end) {
      throw new CheckpointFormatError('broken', 'its directory is damaged');
    }
    next += 8;
    return toCount(bytes.getBigUint64(next - 8, true));
  };
  const byteLength = read(at + 24);
  const stored = read(at + 20);
  return { byteLength, stored, headerOffset: read(at + 42) };
}

function findZip64Field(
  bytes: DataView,
  { start, end }: { readonly start: number; readonly end: number },
): number | undefined {
  for (let at = start; at + 4 <= end; at += 4 + bytes.getUint16(at + 2, true)) {
    if (bytes.getUint16(at, true) === 1) return at + 4;
  }
  return undefined;
}

function readWithin(source: ByteSource, offset: number, byteLength: number): Promise<Uint8Array> {
  if (offset + byteLength > source.byteLength) throw endsTooEarly();
  return source.read(offset, byteLength);
}

function toCount(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw endsTooEarly();
  return Number(value);
}

function endsTooEarly(): CheckpointFormatError {
  return new CheckpointFormatError('broken', 'it ends before the content it speaks of');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

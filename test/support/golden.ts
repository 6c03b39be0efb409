import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const shared = process.env['ALOUD_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url));

/** Values of the reference implementations; a test that needs them is skipped where they are not. */
export const goldenFolder = path.join(shared, 'golden');

export const hasGolden = existsSync(goldenFolder);

/** An array as NumPy saves it; whole numbers are floats too, exact up to 2^24. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Reads a `.npy` file of float32 or int64 in C order.
 *
 * Source: NumPy's format specification, version 1.0.
 */
export function readNpy(file: string): NpyArray {
  return parseNpy(readFileSync(file), file);
}

/**
 * Reads all arrays of a `.npz` file, by name.
 *
 * Source: .ZIP File Format Specification, local file headers.
 */
export function readNpz(file: string): Map<string, NpyArray> {
  const bytes = readFileSync(file);
  const arrays = new Map<string, NpyArray>();
  for (let at = 0; bytes.readUInt32LE(at) === localFileSignature;) {
    const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
    const name = bytes.toString('utf8', at + 30, nameEnd);
    const start = nameEnd + bytes.readUInt16LE(at + 28);
    const extra = bytes.subarray(nameEnd, start);
    // NumPy writes the length as 64 bits, after the id and size of the field and the length that was compressed.
    const length = extra.length >= 20 ? Number(extra.readBigUInt64LE(12)) : bytes.readUInt32LE(at + 18);
    const content = bytes.subarray(start, start + length);
    const isDeflated = bytes.readUInt16LE(at + 8) === 8;
    arrays.set(name.replace(/\.npy$/u, ''), parseNpy(isDeflated ? inflateRawSync(content) : content, name));
    at = start + length;
  }
  return arrays;
}

const localFileSignature = 0x04034b50;

function parseNpy(bytes: Buffer, file: string): NpyArray {
  const headerLength = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + headerLength);
  const isInteger = header.includes("'<i8'");
  if (!(isInteger || header.includes("'<f4'")) || !header.includes("'fortran_order': False"))
    throw new Error(`${file} is no array of float32 or int64 in C order: ${header}`);
  const shape = (/\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const data = bytes.subarray(10 + headerLength);
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  return {
    shape,
    values: isInteger ? Float32Array.from(new BigInt64Array(buffer), Number) : new Float32Array(buffer),
  };
}

/** The largest difference of two rows of values; Infinity where they differ in length. */
export function maxDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))), 0);
}

/** The samples of a 16-bit mono WAV with a header of 44 bytes, as all golden sounds are; in [-1, 1). */
export function readGoldenWav(file: string): Float32Array {
  const bytes = readFileSync(file);
  return Float32Array.from(
    { length: (bytes.length - 44) / 2 },
    (_, index) => bytes.readInt16LE(44 + 2 * index) / 32_768,
  );
}

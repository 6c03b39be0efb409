import type { ByteSource } from '../../server/src/checkpoint/byteSource.ts';
import { CheckpointFormatError } from '../../server/src/checkpoint/checkpointFormatError.ts';
import { readCheckpointIndex } from '../../server/src/checkpoint/checkpointIndex.ts';
import { buildCheckpoint, type WrittenTensor } from './torchCheckpoint.ts';

export interface FuzzReport {
  readonly readCount: number;
  readonly refusedCounts: ReadonlyMap<string, number>;
  /** What ended in another error than a refusal, with the number of the file. */
  readonly faults: readonly string[];
  readonly longestMs: number;
  /** The most bytes that were read of a file, divided by its length. */
  readonly mostReadFactor: number;
}

export interface FuzzOptions {
  readonly fileCount: number;
  readonly seed: number;
}

/** Reads damaged copies of checkpoints, each damaged in one to four places. The same seed damages them in the same way. */
export async function fuzzCheckpoints(
  originals: readonly Uint8Array[],
  { fileCount, seed }: FuzzOptions,
): Promise<FuzzReport> {
  const random = createRandom(seed);
  const refusedCounts = new Map<string, number>();
  const faults: string[] = [];
  let readCount = 0;
  let longestMs = 0;
  let mostReadFactor = 0;
  for (let index = 0; index < fileCount; index += 1) {
    const file = damage(originals[index % originals.length] ?? new Uint8Array(0), random);
    const source = createSource(file);
    const startMs = performance.now();
    try {
      await readCheckpointIndex(source);
      readCount += 1;
    } catch (error) {
      if (error instanceof CheckpointFormatError) {
        refusedCounts.set(error.kind, (refusedCounts.get(error.kind) ?? 0) + 1);
      } else {
        faults.push(`file ${index}: ${String(error)}`);
      }
    }
    longestMs = Math.max(longestMs, performance.now() - startMs);
    mostReadFactor = Math.max(mostReadFactor, source.readBytes() / Math.max(1, file.length));
  }
  return { readCount, refusedCounts, faults, longestMs, mostReadFactor };
}

/** Small checkpoints of both kinds of zip. */
export function toyCheckpoints(): Uint8Array[] {
  const tensors: readonly WrittenTensor[] = Array.from({ length: 12 }, (_, index) => ({
    name: `layers.${index}.weight`,
    type: 'float32',
    dims: [2, index],
    bytes: () => new Uint8Array(8 * index),
  }));
  return [buildCheckpoint(tensors), buildCheckpoint(tensors, { zip64: true })];
}

/** Bytes in memory; counts what is read of them. */
export function createSource(file: Uint8Array): ByteSource & { readonly readBytes: () => number } {
  let readBytes = 0;
  return {
    byteLength: file.length,
    readBytes: () => readBytes,
    read(offset, byteLength) {
      if (!Number.isSafeInteger(offset + byteLength) || offset < 0 || offset + byteLength > file.length) {
        return Promise.reject(new RangeError(`Read ${offset} + ${byteLength} of ${file.length} bytes.`));
      }
      readBytes += byteLength;
      return Promise.resolve(file.slice(offset, offset + byteLength));
    },
  };
}

type Random = (below: number) => number;

function damage(original: Uint8Array, random: Random): Uint8Array {
  if (random(8) === 0) return (resizes[random(resizes.length)] ?? cutOff)(original, random);
  let file: Uint8Array = original;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    file = (rewrites[random(rewrites.length)] ?? cutOff)(file, random);
  }
  return file;
}

const extremes = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const pickleCodes = Buffer.from('(.N}])JKMXGcqrhjtsuaeRbQil0}]\x80\x85\x86\x87\x88\x89\x8a', 'latin1');

type Damage = (file: Uint8Array, random: Random) => Uint8Array;

const resizes: readonly Damage[] = [
  cutOff,
  // A part of it twice, or left out.
  (file, random) => {
    const [at, from] = [placeIn(file, random), placeIn(file, random)];
    return Buffer.concat([file.subarray(0, at), file.subarray(from, from + random(50)), file.subarray(at)]);
  },
  (file, random) => {
    const at = placeIn(file, random);
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + random(20))]);
  },
];

const rewrites: readonly Damage[] = [
  (file, random) => overwrite(file, placeIn(file, random), [random(256)]),
  (file, random) => overwrite(file, placeIn(file, random), [1 << random(8)]),
  (file, random) => overwrite(file, placeIn(file, random), [pickleCodes[random(pickleCodes.length)] ?? 0]),
  (file, random) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(extremes[random(extremes.length)] ?? 0);
    return overwrite(file, placeIn(file, random), [...bytes]);
  },
  // A part of it over another.
  (file, random) => {
    const from = placeIn(file, random);
    return overwrite(file, placeIn(file, random), [...file.subarray(from, from + 1 + random(200))]);
  },
];

function cutOff(file: Uint8Array, random: Random): Uint8Array {
  return file.subarray(0, random(file.length + 1));
}

/** Mostly in the list of tensors at the start, or in the directory at the end. */
function placeIn(file: Uint8Array, random: Random): number {
  const near = 1 + random(Math.min(file.length, 4000));
  return [near, file.length - near, random(Math.max(1, file.length))][random(3)] ?? 0;
}

function overwrite(file: Uint8Array, at: number, bytes: readonly number[]): Uint8Array {
  // Not `slice`, which of a Buffer is no copy.
  const changed = new Uint8Array(file);
  bytes.forEach((byte, index) => {
    if (at + index < changed.length) changed[Math.max(0, at + index)] = byte;
  });
  return changed;
}

/** Source: xorshift32 of G. Marsaglia, "Xorshift RNGs", 2003. */
function createRandom(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(1, below);
  };
}

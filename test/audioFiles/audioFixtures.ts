import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { join } from '../audio/tones.ts';

export const never: AbortSignal = new AbortController().signal;

/** Our own tones, as other programs encode them. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, '../fixtures/audio', name);
}

/** An empty folder that any user may write to, gone at the end of the scope. */
export async function createTempFolder(): Promise<{ file(name: string): string } & AsyncDisposable> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloud-audio-'));
  await chmod(folder, 0o777);
  return {
    file: (name) => path.join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export async function readAll(filePath: string, sampleRateHz = 16_000): Promise<Float32Array> {
  const file = await openAudioFile(filePath, never);
  return join(await collect(file.readMono(sampleRateHz, never)));
}

/** Writes a copy of a fixture without its end, under a name that says nothing. */
export async function writeTruncated(name: string, target: string, keptBytes: number): Promise<void> {
  await writeFile(target, (await readFile(fixture(name))).subarray(0, keptBytes));
}

/** Root ignores file modes, so permission cases run as an ordinary user. */
export async function asOrdinaryUser<T>(act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

export interface WavParts {
  readonly tag?: number;
  readonly bits: number;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly data: Uint8Array;
  readonly riffId?: string;
  readonly riffBytes?: number;
  readonly dataBytes?: number;
  /** Whole chunks to put before `fmt `, and before `data`. */
  readonly before?: Uint8Array;
  readonly between?: Uint8Array;
  /** Makes a WAVE_FORMAT_EXTENSIBLE chunk. */
  readonly channelMask?: number;
}

export function wavBytes(parts: WavParts): Buffer {
  const { bits, channelCount, sampleRateHz, data, tag = 1 } = parts;
  const frameBytes = (bits / 8) * channelCount;
  const format = Buffer.alloc(parts.channelMask === undefined ? 16 : 40);
  format.writeUInt16LE(parts.channelMask === undefined ? tag : 0xfffe, 0);
  format.writeUInt16LE(channelCount, 2);
  format.writeUInt32LE(sampleRateHz, 4);
  format.writeUInt32LE((sampleRateHz * frameBytes) >>> 0, 8);
  format.writeUInt16LE(frameBytes, 12);
  format.writeUInt16LE(bits, 14);
  if (parts.channelMask !== undefined) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt32LE(parts.channelMask, 20);
    format.writeUInt16LE(tag, 24);
  }
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    parts.before ?? new Uint8Array(0),
    chunk('fmt ', format),
    parts.between ?? new Uint8Array(0),
    chunk('data', data, parts.dataBytes),
  ]);
  const head = chunk(parts.riffId ?? 'RIFF', new Uint8Array(0), parts.riffBytes ?? body.length);
  return Buffer.concat([head, body]);
}

/** A RIFF chunk with its pad byte; `sizeBytes` is what it says of its size. */
export function chunk(id: string, body: Uint8Array, sizeBytes = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(sizeBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

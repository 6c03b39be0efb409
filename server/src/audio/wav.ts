import type { PcmEncoding } from './pcm.ts';
import { bytesPerSample } from './pcm.ts';

/** What a `fmt ` chunk says. */
export interface WavFormat {
  readonly encoding: PcmEncoding;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Bytes of one sample of every channel. */
  readonly frameBytes: number;
  /** Speaker bits of WAVE_FORMAT_EXTENSIBLE; null where the chunk has none. */
  readonly channelMask: number | null;
}

/** What keeps a chunk from being read, as the end of a sentence: "… holds ADPCM audio". */
export interface WavProblem {
  readonly problem: string;
}

/** Sizes are as stored; 0, 0xFFFFFFFF and sizes beyond the end of the file are the reader's to judge. */
export interface RiffChunk {
  readonly id: string;
  readonly sizeBytes: number;
}

/** Of a header without `info`. */
const plainHeaderBytes = 44;

/** Largest size of samples and `info` together that a RIFF header can say; the RIFF size counts 36 bytes more. */
export const maxWavDataBytes = 0xffff_ffff - 36;

/**
 * @param bytes  the first 12 bytes of a file
 * @returns      null where this is no WAVE file. RF64 and BW64 keep their sizes in a `ds64` chunk that follows.
 */
export function parseRiffHeader(bytes: Uint8Array): RiffChunk | null {
  if (bytes.length < 12 || readFourCc(bytes, 8) !== 'WAVE') return null;
  const id = readFourCc(bytes, 0);
  return ['RIFF', 'RF64', 'BW64'].includes(id) ? parseChunkHeader(bytes) : null;
}

/** @param bytes  at least the 8 bytes of a chunk header */
export function parseChunkHeader(bytes: Uint8Array): RiffChunk {
  return { id: readFourCc(bytes, 0), sizeBytes: viewOf(bytes).getUint32(4, true) };
}

/**
 * @param bytes  body of a `ds64` chunk
 * @returns      the size of the `data` chunk; null where the body is too short
 */
export function parseDataSize64(bytes: Uint8Array): number | null {
  return bytes.length < 16 ? null : Number(viewOf(bytes).getBigUint64(8, true));
}

/** @param bytes  body of a `fmt ` chunk: 16 bytes, or 40 for WAVE_FORMAT_EXTENSIBLE; more is ignored */
export function parseWavFormat(bytes: Uint8Array): WavFormat | WavProblem {
  if (bytes.length < 16) return { problem: 'has a format description that is too short' };
  const view = viewOf(bytes);
  const tag = view.getUint16(0, true);
  const isExtensible = tag === 0xfffe && bytes.length >= 40;
  const codec = isExtensible ? view.getUint16(24, true) : tag;
  const bits = view.getUint16(14, true);
  const encoding = encodingOf(codec, bits);
  if (encoding === null) return { problem: `holds ${codecName(codec)} audio with ${bits} bits a sample` };

  const channelCount = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  if (channelCount === 0) return { problem: 'says that it has no channels' };
  if (frameBytes !== channelCount * bytesPerSample(encoding)) {
    return { problem: `says that ${channelCount} channels of ${bits} bits take ${frameBytes} bytes` };
  }
  const channelMask = isExtensible ? view.getUint32(20, true) : null;
  return { encoding, sampleRateHz, channelCount, frameBytes, channelMask };
}

/**
 * The header of a 16-bit PCM file: the canonical 44 bytes, and what `info` has before the samples.
 *
 * @param format.dataBytes  size of the samples that follow, at most `maxWavDataBytes` with `info`; null where nobody
 *                          knows yet: both sizes are then 0xFFFFFFFF, which readers of streams take as "to the end"
 * @param format.info       whole chunks, such as `buildWavInfo` makes
 * @throws RangeError beyond it
 */
export function buildWavHeader(format: {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly dataBytes: number | null;
  readonly info?: Uint8Array;
}): Uint8Array {
  const { dataBytes, info = new Uint8Array(0) } = format;
  if (dataBytes !== null && info.length + dataBytes > maxWavDataBytes)
    throw new RangeError(`${dataBytes} bytes do not fit a WAV file`);
  const bytes = new Uint8Array(plainHeaderBytes + info.length);
  const view = viewOf(bytes);
  const frameBytes = format.channelCount * 2;
  writeFourCc(bytes, 0, 'RIFF');
  view.setUint32(4, dataBytes === null ? unknownSize : 36 + info.length + dataBytes, true);
  writeFourCc(bytes, 8, 'WAVE');
  writeFourCc(bytes, 12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, pcmTag, true);
  view.setUint16(22, format.channelCount, true);
  view.setUint32(24, format.sampleRateHz, true);
  view.setUint32(28, format.sampleRateHz * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, 16, true);
  bytes.set(info, 36);
  writeFourCc(bytes, 36 + info.length, 'data');
  view.setUint32(40 + info.length, dataBytes ?? unknownSize, true);
  return bytes;
}

const unknownSize = 0xffff_ffff;

const pcmTag = 1;

/** Registered format tags, and how to say them. */
const codecNames: ReadonlyMap<number, string> = new Map([
  [1, 'PCM'],
  [2, 'Microsoft ADPCM'],
  [3, 'floating point'],
  [6, 'A-law'],
  [7, 'mu-law'],
  [0x11, 'IMA ADPCM'],
  [0x31, 'GSM 6.10'],
  [0x50, 'MPEG layer I or II'],
  [0x55, 'MP3'],
  [0xff, 'AAC'],
  [0x161, 'Windows Media'],
]);

function codecName(codec: number): string {
  return codecNames.get(codec) ?? `unknown (format 0x${codec.toString(16)})`;
}

/** Integers narrower than their bytes are stored left-justified, so the bytes alone decide. */
function encodingOf(codec: number, bits: number): PcmEncoding | null {
  if (codec === pcmTag)
    return ([null, 'uint8', 'int16', 'int24', 'int32'] as const)[Math.ceil(bits / 8)] ?? null;
  if (codec === 3) return bits === 32 ? 'float32' : bits === 64 ? 'float64' : null;
  if (codec === 6 && bits === 8) return 'alaw';
  return codec === 7 && bits === 8 ? 'mulaw' : null;
}

function readFourCc(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function writeFourCc(bytes: Uint8Array, at: number, id: string): void {
  for (let index = 0; index < 4; index += 1) bytes[at + index] = id.charCodeAt(index);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import type { AudioBlock, DecodeContext } from './audioStream.ts';
import { unsupportedAudio } from './audioStream.ts';

/** What the WebAssembly decoders have in common. */
export interface WasmDecoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): DecodedAudio | Promise<DecodedAudio>;
  flush?(): Promise<DecodedAudio>;
  free(): void;
}

export interface DecodedAudio {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly unknown[];
}

export interface WasmStreamOptions {
  /** Starts decoding here: what comes before (tags, cover) is not for the decoder. */
  readonly offset: number;
  /** Frames that the file announces; null where it announces none. */
  readonly frameCount: number | null;
  /** The sound ends exactly at `frameCount`: what the decoder gives beyond it is padding. */
  readonly isPadded?: boolean;
  /** The file's end shows that it was cut off, whatever its length. */
  readonly isCutOff?: boolean;
  create(): WasmDecoder;
  mix(channels: readonly Float32Array[]): Float32Array;
}

/**
 * Feeds a file to a decoder piece by piece. The pieces grow and shrink so that each gives about a second of sound:
 * an abort is answered soon, and a file that packs hours into kilobytes does not fill the memory.
 *
 * A decoder that fails after it has given samples ends the stream, marked as truncated; one that fails before, or
 * gives none, is an unsupported file.
 */
export async function* decodeWithWasm(
  context: DecodeContext,
  options: WasmStreamOptions,
): AsyncGenerator<AudioBlock> {
  const { source, damage } = context;
  damage.truncated = options.isCutOff ?? false;
  const decoder = options.create();
  await decoder.ready;
  let decodedFrames = 0;
  try {
    for await (const decoded of decodePieces(context, decoder, options.offset)) {
      damage.badBlockCount += decoded.errors.length;
      if (decoded.samplesDecoded <= 0) continue;
      const samples = options.mix(decoded.channelData);
      const wanted =
        options.isPadded && options.frameCount !== null ? options.frameCount - decodedFrames : Infinity;
      decodedFrames += samples.length;
      if (wanted > 0) yield { samples: samples.subarray(0, wanted), sampleRateHz: decoded.sampleRate };
    }
  } catch (error) {
    if (!(error instanceof DecoderFailure)) throw error;
    if (decodedFrames === 0)
      throw unsupportedAudio(source.path, 'cannot be decoded: it is damaged', error.cause);
    damage.truncated = true;
  } finally {
    freeQuietly(decoder);
  }
  if (decodedFrames === 0 && options.frameCount !== 0) {
    throw unsupportedAudio(
      source.path,
      'holds no sound that can be decoded: it is damaged or ends too early',
    );
  }
  if (options.frameCount !== null && decodedFrames < options.frameCount) damage.truncated = true;
}

/** Marks what the decoder threw, so that it is not taken for a failure of the disk or for an abort. */
class DecoderFailure extends Error {}

const readBytes = 65_536;
const minPieceBytes = 256;
const wantedFrames = 48_000;

async function* decodePieces(
  { source, signal }: DecodeContext,
  decoder: WasmDecoder,
  start: number,
): AsyncGenerator<DecodedAudio> {
  let pieceBytes = 4096;
  for (let offset = start; offset < source.sizeBytes; offset += readBytes) {
    const bytes = await source.read(offset, readBytes);
    for (let at = 0; at < bytes.length;) {
      signal.throwIfAborted();
      const piece = bytes.subarray(at, at + pieceBytes);
      at += piece.length;
      const decoded = await guarded(() => decoder.decode(piece));
      yield decoded;
      if (decoded.samplesDecoded > 2 * wantedFrames) pieceBytes = Math.max(minPieceBytes, pieceBytes / 2);
      else if (decoded.samplesDecoded < wantedFrames / 2) pieceBytes = Math.min(readBytes, pieceBytes * 2);
    }
  }
  signal.throwIfAborted();
  if (decoder.flush) yield await guarded(() => decoder.flush?.() ?? noAudio);
}

const noAudio: DecodedAudio = { channelData: [], samplesDecoded: 0, sampleRate: 0, errors: [] };

async function guarded(decode: () => DecodedAudio | Promise<DecodedAudio>): Promise<DecodedAudio> {
  try {
    return await decode();
  } catch (error) {
    throw new DecoderFailure('decoder failed', { cause: error });
  }
}

/** After a crash inside WebAssembly freeing may crash too; the memory goes with the instance. */
function freeQuietly(decoder: WasmDecoder): void {
  try {
    decoder.free();
  } catch {
    return;
  }
}

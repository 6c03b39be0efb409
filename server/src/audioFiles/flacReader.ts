import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { mixToMono, monoWeights } from '../audio/monoMix.ts';
import type { AudioStream } from './audioStream.ts';
import { checkSampleRate, unsupportedAudio } from './audioStream.ts';
import type { SourceFile } from './sourceFile.ts';
import { decodeWithWasm } from './wasmStream.ts';

/** What a STREAMINFO block says (RFC 9639, section 8.2). */
export interface FlacStreamInfo {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Null where the encoder did not know. */
  readonly frameCount: number | null;
}

/**
 * @param offset  where the `fLaC` mark is
 * @throws SpeechError unsupportedAudio where the mark is not followed by a stream description
 */
export async function openFlac(source: SourceFile, offset: number): Promise<AudioStream> {
  const info = parseFlacStreamInfo(await source.read(offset, 42));
  if (info === null) throw unsupportedAudio(source.path, 'is a FLAC file without its stream description');
  return flacStream(source, info, { format: 'flac', offset });
}

/** @param bytes  from the `fLaC` mark on, at least 42 bytes; null where they hold no valid STREAMINFO */
export function parseFlacStreamInfo(bytes: Uint8Array): FlacStreamInfo | null {
  if (bytes.length < 42 || ((bytes[4] ?? 0) & 0x7f) !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // 20 bits rate, 3 bits channels - 1, 5 bits depth - 1, 36 bits total frames.
  const packed = view.getUint32(18);
  const frameCount = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
  return {
    sampleRateHz: packed >>> 12,
    channelCount: ((packed >>> 9) & 7) + 1,
    frameCount: frameCount === 0 ? null : frameCount,
  };
}

export function flacStream(
  source: SourceFile,
  info: FlacStreamInfo,
  place: { readonly format: 'flac' | 'ogg-flac'; readonly offset: number },
): AudioStream {
  const sampleRateHz = checkSampleRate(info.sampleRateHz, source.path);
  return {
    format: place.format,
    sampleRateHz,
    channelCount: info.channelCount,
    durationMs: info.frameCount === null ? null : (info.frameCount / sampleRateHz) * 1000,
    decode: (context) =>
      decodeWithWasm(context, {
        offset: place.offset,
        frameCount: info.frameCount,
        create: () => new FLACDecoder(),
        mix: (channels) => mixToMono(channels, monoWeights(channels.length, 'wave')),
      }),
  };
}

import { OggOpusDecoder } from 'ogg-opus-decoder';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { mixToMono, monoWeights } from '../audio/monoMix.ts';
import type { AudioStream } from './audioStream.ts';
import { checkSampleRate, unsupportedAudio } from './audioStream.ts';
import { flacStream, parseFlacStreamInfo } from './flacReader.ts';
import type { SourceFile } from './sourceFile.ts';
import { decodeWithWasm } from './wasmStream.ts';

/**
 * Reads the first page of an Ogg file, which names the codec, and the last one, which tells the length.
 *
 * @throws SpeechError unsupportedAudio for codecs other than Opus, Vorbis and FLAC
 */
export async function openOgg(source: SourceFile): Promise<AudioStream> {
  const head = await source.read(0, 4096);
  const packet = firstPacket(head);
  const mark = String.fromCharCode(...packet.subarray(0, 8));
  const end = await findStreamEnd(source, head);
  if (mark === 'OpusHead' && packet.length >= 19) return opusStream(packet, end);
  if (mark.startsWith('\x01vorbis') && packet.length >= 16) return vorbisStream(source, packet, end);
  if (mark.startsWith('\x7fFLAC')) {
    const info = parseFlacStreamInfo(packet.subarray(9));
    const frameCount = info?.frameCount ?? end.position;
    if (info !== null) return flacStream(source, { ...info, frameCount }, { format: 'ogg-flac', offset: 0 });
  }
  throw unsupportedAudio(source.path, `is an Ogg file with ${codecName(mark)}, not Opus, Vorbis or FLAC`);
}

/** Opus always decodes to this rate, whatever was recorded. */
const opusSampleRateHz = 48_000;

/** RFC 7845, section 5.1. */
function opusStream(packet: Uint8Array, end: StreamEnd): AudioStream {
  const view = viewOf(packet);
  const frameCount = end.position === null ? null : Math.max(0, end.position - view.getUint16(10, true));
  return {
    format: 'ogg-opus',
    sampleRateHz: opusSampleRateHz,
    channelCount: view.getUint8(9),
    durationMs: frameCount === null ? null : (frameCount / opusSampleRateHz) * 1000,
    decode: (context) =>
      decodeWithWasm(context, {
        offset: 0,
        frameCount,
        isPadded: true,
        isCutOff: end.isCutOff,
        create: () => new OggOpusDecoder(),
        mix: mixVorbisOrder,
      }),
  };
}

/** Vorbis I specification, section 4.2.2. */
function vorbisStream(source: SourceFile, packet: Uint8Array, end: StreamEnd): AudioStream {
  const view = viewOf(packet);
  const sampleRateHz = checkSampleRate(view.getUint32(12, true), source.path);
  return {
    format: 'ogg-vorbis',
    sampleRateHz,
    channelCount: view.getUint8(11),
    durationMs: end.position === null ? null : (end.position / sampleRateHz) * 1000,
    decode: (context) =>
      decodeWithWasm(context, {
        offset: 0,
        frameCount: end.position,
        isPadded: true,
        isCutOff: end.isCutOff,
        create: () => new OggVorbisDecoder(),
        mix: mixVorbisOrder,
      }),
  };
}

function mixVorbisOrder(channels: readonly Float32Array[]): Float32Array {
  return mixToMono(channels, monoWeights(channels.length, 'vorbis'));
}

const pageHeaderBytes = 27;
const maxPageBytes = 65_307;

/** The packet that begins the first page, as far as `head` holds it; empty where the page is damaged. */
function firstPacket(head: Uint8Array): Uint8Array {
  const segmentCount = head[26] ?? 0;
  const start = pageHeaderBytes + segmentCount;
  const lacing = head.subarray(pageHeaderBytes, start);
  let length = 0;
  for (const size of lacing) {
    length += size;
    if (size < 255) break;
  }
  return head.subarray(start, start + length);
}

/** How an Ogg file ends, told by its last page. */
interface StreamEnd {
  /** Position of the last sample of the first page's stream; null where the last page does not end that stream. */
  readonly position: number | null;
  /** No stream ends with the last page. */
  readonly isCutOff: boolean;
}

async function findStreamEnd(source: SourceFile, head: Uint8Array): Promise<StreamEnd> {
  const tail = await source.read(Math.max(0, source.sizeBytes - maxPageBytes), maxPageBytes);
  for (let at = tail.length - pageHeaderBytes; at >= 0 && head.length >= pageHeaderBytes; at -= 1) {
    if (!isPageStart(tail, at)) continue;
    const page = viewOf(tail.subarray(at));
    const isEnd = (page.getUint8(5) & 4) !== 0;
    const position = Number(page.getBigInt64(6, true));
    const isSameStream = page.getUint32(14, true) === viewOf(head).getUint32(14, true);
    return { position: isEnd && isSameStream && position >= 0 ? position : null, isCutOff: !isEnd };
  }
  return { position: null, isCutOff: true };
}

function isPageStart(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
}

function codecName(mark: string): string {
  if (mark.startsWith('\x80theora')) return 'Theora video';
  if (mark.startsWith('Speex')) return 'Speex sound';
  if (mark.startsWith('fishead')) return 'several streams';
  return 'an unknown codec';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

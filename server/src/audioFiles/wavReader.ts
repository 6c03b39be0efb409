import { mixInterleavedToMono, monoWeights } from '../audio/monoMix.ts';
import { decodePcm } from '../audio/pcm.ts';
import type { WavFormat } from '../audio/wav.ts';
import { parseChunkHeader, parseDataSize64, parseRiffHeader, parseWavFormat } from '../audio/wav.ts';
import type { AudioBlock, AudioStream, DecodeContext } from './audioStream.ts';
import { checkSampleRate, unsupportedAudio } from './audioStream.ts';
import type { SourceFile } from './sourceFile.ts';

/**
 * Reads the header of a RIFF, RF64 or BW64 WAVE file. Chunks that are not needed are skipped, whatever they are.
 * A data size of 0xFFFFFFFF, one beyond the end of the file, and a 0 that a recorder never came back to fill in
 * all mean "to the end of the file".
 *
 * @throws SpeechError unsupportedAudio for compressed WAV, a header that contradicts itself, or no `data` chunk
 */
export async function openWav(source: SourceFile): Promise<AudioStream> {
  const { format, data } = await findChunks(source);
  const frameCount = Math.floor(data.sizeBytes / format.frameBytes);
  return {
    format: 'wav',
    sampleRateHz: checkSampleRate(format.sampleRateHz, source.path),
    channelCount: format.channelCount,
    durationMs: (frameCount / format.sampleRateHz) * 1000,
    decode: (context) => decodeWav(context, format, data),
  };
}

interface DataRange {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly isTruncated: boolean;
}

/** More chunks than any writer makes: a file of zeros must not be walked eight bytes at a time. */
const maxChunks = 1024;
const blockFrames = 16_384;

async function findChunks(source: SourceFile): Promise<{ format: WavFormat; data: DataRange }> {
  const riff = parseRiffHeader(await source.read(0, 12));
  if (riff === null) throw unsupportedAudio(source.path, 'is no WAVE file');
  let format: WavFormat | null = null;
  let dataSize64: number | null = null;
  let offset = 12;
  for (let count = 0; count < maxChunks; count += 1) {
    const header = await source.read(offset, 8);
    if (header.length < 8) throw unsupportedAudio(source.path, 'is a WAV file without samples');
    const chunk = parseChunkHeader(header);
    const bodyOffset = offset + 8;
    if (chunk.id === 'fmt ') format = await readFormat(source, bodyOffset, chunk.sizeBytes);
    if (chunk.id === 'ds64') dataSize64 = parseDataSize64(await source.read(bodyOffset, 28));
    if (chunk.id === 'data') {
      if (format === null)
        throw unsupportedAudio(source.path, 'is a WAV file whose samples come before their format');
      const announced = riff.id !== 'RIFF' && chunk.sizeBytes === 0xffff_ffff ? dataSize64 : chunk.sizeBytes;
      return { format, data: dataRange(source, bodyOffset, { announced, riffBytes: riff.sizeBytes }) };
    }
    // Chunks start at even offsets; the pad byte is not counted in the size.
    offset = bodyOffset + chunk.sizeBytes + (chunk.sizeBytes % 2);
  }
  throw unsupportedAudio(source.path, 'is a WAV file with too many chunks before its samples');
}

async function readFormat(source: SourceFile, offset: number, sizeBytes: number): Promise<WavFormat> {
  const format = parseWavFormat(await source.read(offset, Math.min(sizeBytes, 40)));
  if ('problem' in format) throw unsupportedAudio(source.path, `is a WAV file that ${format.problem}`);
  return format;
}

function dataRange(
  source: SourceFile,
  offset: number,
  sizes: { announced: number | null; riffBytes: number },
): DataRange {
  const available = source.sizeBytes - offset;
  const { announced, riffBytes } = sizes;
  const isUnfinished = announced === 0 && riffBytes + 8 < source.sizeBytes;
  const isStreamed = announced === null || announced === 0xffff_ffff;
  if (isUnfinished || isStreamed) return { offset, sizeBytes: available, isTruncated: false };
  return { offset, sizeBytes: Math.min(announced, available), isTruncated: announced > available };
}

async function* decodeWav(
  context: DecodeContext,
  format: WavFormat,
  data: DataRange,
): AsyncGenerator<AudioBlock> {
  const { source, damage, signal } = context;
  const weights = monoWeights(format.channelCount, 'wave', format.channelMask);
  damage.truncated = data.isTruncated;
  const end = data.offset + data.sizeBytes;
  const blockBytes = Math.max(1, Math.floor(blockFrames / format.channelCount)) * format.frameBytes;
  for (let offset = data.offset; offset < end; offset += blockBytes) {
    signal.throwIfAborted();
    const bytes = await source.read(offset, Math.min(blockBytes, end - offset));
    const whole = bytes.subarray(0, bytes.length - (bytes.length % format.frameBytes));
    if (whole.length < Math.min(blockBytes, end - offset)) damage.truncated = true;
    if (whole.length === 0) return;
    const samples = mixInterleavedToMono(decodePcm(whole, format.encoding), weights);
    yield { samples, sampleRateHz: format.sampleRateHz };
  }
}

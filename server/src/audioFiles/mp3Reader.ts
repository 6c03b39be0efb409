import { MPEGDecoder } from 'mpg123-decoder';
import { mixToMono, monoWeights } from '../audio/monoMix.ts';
import type { AudioStream } from './audioStream.ts';
import type { SourceFile } from './sourceFile.ts';
import type { MpegFrameHeader } from './mpegFrame.ts';
import { parseMpegFrameHeader, parseXingFrameCount } from './mpegFrame.ts';
import { unsupportedAudio } from './audioStream.ts';
import { decodeWithWasm } from './wasmStream.ts';

/** @param offset  where the first MPEG audio frame is, as `findMpegFrame` says */
export async function openMp3(source: SourceFile, offset: number): Promise<AudioStream> {
  const bytes = await source.read(offset, 256);
  const header = parseMpegFrameHeader(bytes, 0);
  if (header === null) throw unsupportedAudio(source.path, 'is an MP3 file without sound');
  const frameCount = announcedFrames(bytes, header);
  return {
    format: 'mp3',
    sampleRateHz: header.sampleRateHz,
    channelCount: header.channelCount,
    durationMs: frameCount === null ? null : (frameCount / header.sampleRateHz) * 1000,
    decode: (context) =>
      decodeWithWasm(context, {
        offset,
        // Decoders differ in what they trim, by less than two MPEG frames.
        frameCount: frameCount === null ? null : Math.max(0, frameCount - 2 * header.samplesPerFrame),
        create: () => new MPEGDecoder(),
        // The decoder doubles a mono file to stereo, so the average is right for both.
        mix: (channels) => mixToMono(channels, monoWeights(channels.length, 'wave')),
      }),
  };
}

/** Only a Xing or Info frame tells; a constant bit rate is a guess that tags and gaps make wrong. */
function announcedFrames(bytes: Uint8Array, header: MpegFrameHeader): number | null {
  const info = parseXingFrameCount(bytes, header);
  if (info === null) return null;
  const frames = info.mpegFrameCount * header.samplesPerFrame - info.trimmedFrames;
  return frames > 0 ? frames : null;
}

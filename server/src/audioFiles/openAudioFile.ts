import { setImmediate } from 'node:timers/promises';
import type { Resampler } from '../audio/resample.ts';
import { createResampler } from '../audio/resample.ts';
import { detectAudioContent } from './audioContent.ts';
import type { AudioBlock, AudioDamage, AudioFormat, AudioStream } from './audioStream.ts';
import { openFlac } from './flacReader.ts';
import { openMp3 } from './mp3Reader.ts';
import { openOgg } from './oggReader.ts';
import type { SourceFile } from './sourceFile.ts';
import { openSourceFile } from './sourceFile.ts';
import { openWav } from './wavReader.ts';

/** A sound file that was looked into. It holds nothing open: each `readMono` opens the file and closes it again. */
export interface AudioFile {
  readonly path: string;
  readonly format: AudioFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Null where only decoding the file would tell. */
  readonly durationMs: number | null;

  /**
   * Decodes the file from its start, mixes it to mono (`monoWeights` says how) and resamples it, in bounded memory.
   * A file that is damaged or ends too early gives what can be read; `damage` says so afterwards.
   *
   * @param sampleRateHz  of the chunks
   * @returns chunks of any length, in [-1, 1]; what is beyond is held at the limit, what is not finite becomes 0
   * @throws SpeechError fileUnreadable, unsupportedAudio (nothing can be decoded); the signal's reason after an abort
   */
  readMono(sampleRateHz: number, signal: AbortSignal): AsyncIterable<Float32Array>;

  /** What the latest complete `readMono` found wrong: nothing before the first one. */
  damage(): Readonly<AudioDamage>;
}

/**
 * Opens WAV, FLAC, MP3, Ogg Opus, Ogg Vorbis and Ogg FLAC files, told apart by their content.
 *
 * @throws SpeechError fileUnreadable, unsupportedAudio; the signal's reason after an abort
 */
export async function openAudioFile(path: string, signal: AbortSignal): Promise<AudioFile> {
  const source = await openSourceFile(path, signal);
  try {
    const stream = await openStream(source);
    signal.throwIfAborted();
    return audioFileOf(path, stream);
  } finally {
    await source.close();
  }
}

async function openStream(source: SourceFile): Promise<AudioStream> {
  const { container, offset } = await detectAudioContent(source);
  switch (container) {
    case 'wav':
      return openWav(source);
    case 'flac':
      return openFlac(source, offset);
    case 'mp3':
      return openMp3(source, offset);
    case 'ogg':
      return openOgg(source);
  }
}

function audioFileOf(path: string, stream: AudioStream): AudioFile {
  let latestDamage: AudioDamage = { truncated: false, badBlockCount: 0 };
  return {
    path,
    format: stream.format,
    sampleRateHz: stream.sampleRateHz,
    channelCount: stream.channelCount,
    durationMs: stream.durationMs,
    readMono: async function* (sampleRateHz, signal) {
      const damage = { truncated: false, badBlockCount: 0 };
      const source = await openSourceFile(path, signal);
      try {
        yield* resampled(stream.decode({ source, damage, signal }), sampleRateHz, signal);
      } finally {
        await source.close();
      }
      latestDamage = damage;
    },
    damage: () => latestDamage,
  };
}

/** Resampling goes on for at most this many input samples before other work gets its turn. */
const sliceSamples = 32_768;

async function* resampled(
  blocks: AsyncIterable<AudioBlock>,
  toHz: number,
  signal: AbortSignal,
): AsyncGenerator<Float32Array> {
  let resampler: Resampler | null = null;
  let fromHz = 0;
  for await (const block of blocks) {
    if (resampler === null || block.sampleRateHz !== fromHz) {
      if (resampler !== null) yield limited(resampler.flush());
      fromHz = block.sampleRateHz;
      resampler = createResampler(fromHz, toHz);
    }
    const samples = limited(block.samples);
    for (let at = 0; at < samples.length; at += sliceSamples) {
      await setImmediate();
      signal.throwIfAborted();
      const chunk = limited(resampler.push(samples.subarray(at, at + sliceSamples)));
      if (chunk.length > 0) yield chunk;
    }
  }
  signal.throwIfAborted();
  const rest = resampler?.flush();
  if (rest !== undefined && rest.length > 0) yield limited(rest);
}

/** Holds samples in [-1, 1] and makes what is not finite silent, in place. */
function limited(samples: Float32Array): Float32Array {
  for (let index = 0; index < samples.length; index += 1) {
    const sample = samples[index] ?? 0;
    if (!(sample >= -1 && sample <= 1)) samples[index] = Number.isFinite(sample) ? Math.sign(sample) : 0;
  }
  return samples;
}

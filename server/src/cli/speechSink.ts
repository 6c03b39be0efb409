import path from 'node:path';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import { createWavWriter } from '../audioFiles/wavWriter.ts';
import { checkPlaceToWrite } from './checkPlaceToWrite.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './failure.ts';

/** Takes all chunks of one text, or fails and leaves nothing. */
export type Sink = (chunks: AsyncIterable<SynthesisChunk>, sampleRateHz: number) => Promise<void>;

/**
 * A missing sound device, or a place that cannot be written, is found before any model is loaded.
 *
 * @throws UsageError for a file that is named as what it will not be; SpeechError audioDeviceUnavailable, fileUnwritable
 */
export async function openSink(
  out: string | undefined,
  { services: { sound }, signal }: CommandContext,
): Promise<Sink> {
  if (out !== undefined) {
    requireWavName(out);
    await checkPlaceToWrite(out, 'out.wav');
    return (chunks, sampleRateHz) => writeWav(chunks, out, sampleRateHz);
  }
  await sound.requireSpeaker(signal);
  return async (chunks) => {
    const playback = sound.player.play(chunks, { signal });
    try {
      await playback.done();
    } finally {
      playback.stop();
    }
  };
}

/** Other programs tell a kind of sound by the name of its file. */
function requireWavName(out: string): void {
  const { name, ext } = path.parse(out);
  if (!otherSounds.has(ext.toLowerCase())) return;
  throw new UsageError(
    `${out} is named as another kind of sound than WAV, which is written.`,
    `Name it ${name}.wav and convert it, for example: ffmpeg -i ${name}.wav ${name}${ext}`,
  );
}

const otherSounds: ReadonlySet<string> = new Set([
  '.aac',
  '.aif',
  '.aiff',
  '.flac',
  '.m4a',
  '.mp3',
  '.mp4',
  '.oga',
  '.ogg',
  '.opus',
  '.wma',
]);

async function writeWav(
  chunks: AsyncIterable<SynthesisChunk>,
  file: string,
  sampleRateHz: number,
): Promise<void> {
  const writer = await createWavWriter(file, { sampleRateHz, tags: generatedSpeech });
  try {
    for await (const { samples } of chunks) await writer.write(samples);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

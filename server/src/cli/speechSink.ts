import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import { createWavWriter } from '../audioFiles/wavWriter.ts';
import type { CommandContext } from './command.ts';

/** Takes all chunks of one text, or fails and leaves nothing. */
export type Sink = (chunks: AsyncIterable<SynthesisChunk>, sampleRateHz: number) => Promise<void>;

/** A missing sound device is found before any model is loaded. */
export async function openSink(
  out: string | undefined,
  { services: { sound }, signal }: CommandContext,
): Promise<Sink> {
  if (out !== undefined) return (chunks, sampleRateHz) => writeWav(chunks, out, sampleRateHz);
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

async function writeWav(
  chunks: AsyncIterable<SynthesisChunk>,
  path: string,
  sampleRateHz: number,
): Promise<void> {
  const writer = await createWavWriter(path, { sampleRateHz, tags: generatedSpeech });
  try {
    for await (const { samples } of chunks) await writer.write(samples);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

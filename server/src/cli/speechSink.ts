import { open } from 'node:fs/promises';
import path from 'node:path';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import { createWavWriter } from '../audioFiles/wavWriter.ts';
import { checkPlaceToWrite } from './checkPlaceToWrite.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './failure.ts';
import { isSameFile } from './isSameFile.ts';

/** Takes all chunks of one text, or fails and leaves nothing. */
export type Sink = (chunks: AsyncIterable<SynthesisChunk>, sampleRateHz: number) => Promise<void>;

export interface SinkPlace {
  /** Absent: it is played. */
  readonly out: string | undefined;
  /** The files that are spoken; none of them is written over. */
  readonly sources: readonly string[];
}

/**
 * A missing sound device, a place that cannot be written, or one where something else would be lost, is found before any
 * model is loaded.
 *
 * @throws UsageError for a file that is named as what it will not be, and for one that is something else;
 *         SpeechError audioDeviceUnavailable, fileUnwritable
 */
export async function openSink(
  { out, sources }: SinkPlace,
  { services: { sound }, signal }: CommandContext,
): Promise<Sink> {
  if (out !== undefined) {
    requireWavName(out);
    await checkPlaceToWrite(out, 'out.wav');
    await requireNothingLost(out, sources);
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

/** A file of another kind is there by mistake: whoever has a script named by a slip would lose it. */
async function requireNothingLost(out: string, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    if (!(await isSameFile(source, out))) continue;
    throw new UsageError(`--out would overwrite ${source}, which is spoken.`, 'Give the sound another name.');
  }
  const start = await readStart(out);
  if (start === null || start.length === 0 || isWavStart(start)) return;
  throw new UsageError(
    `${out} is there and is no WAV file: it would be lost.`,
    'Give the sound another name, or move that file away first.',
  );
}

/** Null where there is no file. */
async function readStart(file: string): Promise<Buffer | null> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    // What cannot be read was found to be writable; it is told by whoever writes.
    return null;
  }
}

function isWavStart(start: Buffer): boolean {
  return ['RIFF', 'RF64'].includes(start.toString('latin1'));
}

const otherSounds: ReadonlySet<string> = new Set([
  '.aac',
  '.aif',
  '.aiff',
  '.flac',
  '.m4a',
  '.m4b',
  '.mp3',
  '.mka',
  '.mp4',
  '.oga',
  '.ogg',
  '.opus',
  '.webm',
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

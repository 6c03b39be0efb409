import type { AudioDamage } from '../audioFiles/audioStream.ts';
import { openAudioFile } from '../audioFiles/openAudioFile.ts';
import { recognitionSampleRateHz } from './recognizer.ts';
import { recognizeSource, type RecognitionWatch, type RecognizedSource } from './recognizeSource.ts';
import type { TranscribeTools } from './transcribe.ts';

export interface RecognizedFile extends RecognizedSource {
  /** Sentences about what is wrong with the file. */
  readonly warnings: readonly string[];
}

/** Told before anything is heard how long the file says it is; null where it does not say. */
export interface FileWatch extends RecognitionWatch {
  readonly onOpen?: (durationMs: number | null) => void;
}

/**
 * Transcribes a sound file of any length in bounded memory.
 *
 * @throws SpeechError fileUnreadable, unsupportedAudio, and as `transcribe`
 */
export async function recognizeFile(
  path: string,
  { onOpen, ...tools }: TranscribeTools & FileWatch,
  signal: AbortSignal,
): Promise<RecognizedFile> {
  const audio = await openAudioFile(path, signal);
  onOpen?.(audio.durationMs);
  const source = audio.readMono(recognitionSampleRateHz, signal);
  const recognized = await recognizeSource(source, tools, signal);
  return { ...recognized, warnings: damageWarnings(audio.damage()) };
}

function damageWarnings({ truncated, badBlockCount }: Readonly<AudioDamage>): string[] {
  return [
    ...(truncated ? ['The file ends too early; what is there was transcribed.'] : []),
    ...(badBlockCount > 0 ? [`${badBlockCount} damaged parts of the file were left out.`] : []),
  ];
}

import path from 'node:path';
import type { SynthesisSummary } from '../../../protocol/synthesis.ts';
import { generatedSpeech } from '../audioFiles/generatedSpeech.ts';
import { writeSoundFile } from '../audioFiles/soundFile.ts';
import { toSrt, toVtt } from '../recognition/transcript/subtitles.ts';
import { writeTextFile } from '../scripts/writeTextFile.ts';
import { speakPlan } from '../synthesis/plan/speakPlan.ts';
import type { DroppedByVoice, PlanSources } from '../synthesis/plan/spokenPlan.ts';
import { createChapterCues, type ChapterCues } from './chapterCues.ts';
import { toChapterText, type ChapterText } from './chapterText.ts';
import { createLoudnessMeter, fitMastering, type Mastering } from './mastering.ts';
import { openSoundScratch, type SoundScratch } from './soundScratch.ts';
import type { BookChapter } from './splitChapters.ts';

export const chapterFormats = ['mp3', 'flac', 'wav', 'srt', 'vtt', 'json'] as const;

/** What is written of each chapter: its sound, its text as subtitles of that sound, or all that is read with the times of its words. */
export type ChapterFormat = (typeof chapterFormats)[number];

export interface ChapterPlace {
  readonly folder: string;
  /** Of its files, without an ending. */
  readonly name: string;
  readonly formats: readonly ChapterFormat[];
  /** BCP-47, of the book; null: the voice's own. */
  readonly language: string | null;
  /** What its files say of themselves. */
  readonly tags: ChapterTags;
}

export interface ChapterTags {
  readonly title: string;
  readonly album: string;
  readonly artist?: string;
  readonly trackNumber: number;
}

export interface RenderedChapter {
  readonly durationMs: number;
  readonly files: readonly string[];
  readonly dropped: readonly DroppedByVoice[];
  readonly summary: SynthesisSummary;
}

export interface ChapterWatch {
  /** What the plan was made from. */
  readonly source: string;
  readonly sources: PlanSources;
  /** @param endOffset  into the script, of what was said last */
  readonly onProgress: (endOffset: number) => void;
}

/** What a shop asks of an MP3 file. Source: ACX Audio Submission Requirements. */
const mp3 = { bitRateKbps: 192, outputRateHz: 44_100 } as const;

/**
 * Speaks a chapter, makes it as loud as an audiobook is, and writes its files, each as a whole.
 *
 * @throws SpeechError diskFull, fileUnwritable, and as `speakPlan`; an abort leaves none that is not complete
 */
export async function renderChapter(
  chapter: BookChapter,
  { source, sources, onProgress, ...place }: ChapterPlace & ChapterWatch,
  signal: AbortSignal,
): Promise<RenderedChapter> {
  const { items } = chapter;
  await using scratch = await openSoundScratch(place.folder);
  const speech = await speakPlan({ items }, sources, signal);
  const meter = createLoudnessMeter();
  const cues = createChapterCues(items);
  for await (const chunk of speech.chunks) {
    meter.push(chunk.samples);
    cues.add(chunk);
    await scratch.write(chunk.samples);
    onProgress(chunk.endOffset);
  }
  const { sampleRateHz } = speech;
  const sound = { loudness: meter.read(), sampleRateHz, read: () => scratch.read() };
  const mastering = await fitMastering(sound, signal);
  const durationMs = (mastering.sampleCount * 1000) / sampleRateHz;
  const { headMs } = mastering;
  const readText = (): ChapterText =>
    toChapterText({
      ...chapter,
      language: place.language,
      source,
      wordsOf: cues.wordsOf,
      headMs,
      durationMs,
    });
  const files: string[] = [];
  for (const format of place.formats) {
    signal.throwIfAborted();
    const name = `${place.name}.${format}`;
    const writing = { ...place, file: path.join(place.folder, name), format, sampleRateHz };
    await writeFormat(writing, { scratch, mastering, cues, readText }, signal);
    files.push(name);
  }
  return {
    durationMs,
    files,
    dropped: speech.dropped,
    summary: speech.summary(),
  };
}

interface Writing extends ChapterPlace {
  readonly file: string;
  readonly format: ChapterFormat;
  readonly sampleRateHz: number;
}

interface Spoken {
  readonly scratch: SoundScratch;
  readonly mastering: Mastering;
  readonly cues: ChapterCues;
  readonly readText: () => ChapterText;
}

async function writeFormat(
  { file, format, sampleRateHz, tags }: Writing,
  { scratch, mastering, cues, readText }: Spoken,
  signal: AbortSignal,
): Promise<void> {
  if (format === 'json') {
    await writeTextFile(file, `${JSON.stringify(readText())}\n`);
    return;
  }
  if (format === 'srt' || format === 'vtt') {
    const segments = cues.segments(mastering.headMs);
    await writeTextFile(file, format === 'srt' ? toSrt(segments) : toVtt(segments, generatedSpeech.comment));
    return;
  }
  const { sampleCount } = mastering;
  const sound = { path: file, format, sampleRateHz, sampleCount, tags: { ...generatedSpeech, ...tags }, mp3 };
  await writeSoundFile(sound, mastering.apply(scratch.read()), signal);
}

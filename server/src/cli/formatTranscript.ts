import path from 'node:path';
import type { RecognitionSummary } from '../../../protocol/recognition.ts';
import { toPlainText } from '../recognition/transcript/plainText.ts';
import { toRichText } from '../recognition/transcript/richText.ts';
import { toSrt, toVtt } from '../recognition/transcript/subtitles.ts';
import { toTaggedText } from '../script/exchange/transcript/taggedText.ts';
import { transcriptToScript } from '../script/exchange/transcript/transcriptToScript.ts';

export const transcriptFormats = ['text', 'json', 'srt', 'vtt', 'aloud', 'rich'] as const;

export type TranscriptFormat = (typeof transcriptFormats)[number];

/** What a file of each format is called. */
export const transcriptEndings: Readonly<Record<TranscriptFormat, string>> = {
  text: '.txt',
  json: '.json',
  srt: '.srt',
  vtt: '.vtt',
  aloud: '.aloud',
  rich: '.txt',
};

/** What a place is called after; text where its ending is another. */
export function formatOfPlace(place: string): TranscriptFormat {
  const ending = path.extname(place).toLowerCase();
  return transcriptFormats.find((format) => transcriptEndings[format] === ending) ?? 'text';
}

export interface TranscriptOptions {
  readonly format: Exclude<TranscriptFormat, 'json'>;
  /** In text, emotions and events as tags. */
  readonly hasTags: boolean;
  /** Of the sound, for who reads the transcript. */
  readonly fileName: string;
}

/** @returns without a line feed at the end */
export function formatTranscript(heard: RecognitionSummary, options: TranscriptOptions): string {
  const { segments } = heard;
  const origin = `Heard in ${options.fileName} by ${whoHeard(heard)}.`;
  switch (options.format) {
    case 'text':
      return options.hasTags ? toTaggedText(segments) : toPlainText(segments);
    case 'srt':
      return toSrt(segments).trimEnd();
    case 'vtt':
      return toVtt(segments, origin).trimEnd();
    case 'aloud':
      return transcriptToScript(segments, origin).trimEnd();
    case 'rich':
      return toRichText(segments);
  }
}

/** `moonshine (moonshine-tiny) on cpu`; the engine alone where it is called as its model. */
export function whoHeard({ engine, model, provider }: RecognitionSummary): string {
  return `${engine === model ? engine : `${engine} (${model})`} on ${provider}`;
}

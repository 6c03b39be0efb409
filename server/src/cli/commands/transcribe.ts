import { Option } from 'commander';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import type { RecognitionSummary, TranscriptWord } from '../../../../protocol/recognition.ts';
import { openAudioFile } from '../../audioFiles/openAudioFile.ts';
import { commonValue } from '../../recognition/commonValue.ts';
import {
  toPlainText,
  toSrt,
  toVtt,
  transcriptFormats,
  type TranscriptFormat,
} from '../../recognition/transcriptFormats.ts';
import { chooseEngine } from '../chooseEngine.ts';
import {
  jsonOption,
  parseLanguageTag,
  providerOption,
  type AddCommand,
  type CommandContext,
} from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { forEachFile } from '../forEachFile.ts';
import { formatDuration, round } from '../format.ts';

interface TranscribeOptions {
  readonly engine?: string;
  readonly language?: string;
  readonly provider: ExecutionProvider;
  readonly format: TranscriptFormat;
  readonly json: boolean;
}

const keptOnInterrupt = 'The files reported so far are complete; the others were not transcribed.';

export const transcribeCommand: AddCommand = (program, run) => {
  program
    .command('transcribe')
    .description('turn recordings (wav, flac, mp3, ogg) into text')
    .argument('<file...>', 'sound files')
    .option('--engine <name>', 'recognition engine or model; the one that suits, of those installed, else')
    .option('--language <tag>', 'language spoken in the files', parseLanguageTag)
    .addOption(providerOption())
    .addOption(new Option('--format <format>', 'how to print it').choices(transcriptFormats).default('text'))
    .addOption(jsonOption())
    .action(async (files: readonly string[], options: TranscribeOptions) => {
      const json = options.json || options.format === 'json';
      await run({ json, keptOnInterrupt }, (context) => transcribeFiles(files, options, context));
    });
};

async function transcribeFiles(
  files: readonly string[],
  options: TranscribeOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (files.length > 1 && (options.format === 'srt' || options.format === 'vtt')) {
    throw new UsageError(`--format ${options.format} takes one file.`, 'Transcribe the files one by one.');
  }
  // A name that is none is wrong for all files.
  if (options.engine !== undefined) await chooseEngine({ engine: options.engine }, context);
  return forEachFile(files, { context, keptOnInterrupt }, async (file) => {
    const transcript = await transcribeFile(file, options, context);
    print(transcript, options.format, { context, withName: files.length > 1 });
    return true;
  });
}

interface Transcript extends RecognitionSummary {
  readonly file: string;
}

async function transcribeFile(
  file: string,
  { engine: named, provider, language }: TranscribeOptions,
  context: CommandContext,
): Promise<Transcript> {
  const { services, output, signal } = context;
  const { durationMs } = await openAudioFile(file, signal);
  const wish = {
    durationMs,
    ...(named !== undefined && { engine: named }),
    ...(language !== undefined && { language }),
  };
  const engine = await chooseEngine(wish, context);
  const progress = output.progress(file, 'audioMs');
  let fileMs: number | null = null;
  const request = {
    engine,
    provider,
    ...(language !== undefined && { language }),
    onOpen: (durationMs: number | null) => (fileMs = durationMs),
    onHeard: (heardMs: number) => {
      progress.update(heardMs, fileMs);
    },
  };
  try {
    return { file, ...(await services.hearFile(file, request, signal)) };
  } finally {
    progress.end();
  }
}

interface PrintTarget {
  readonly context: CommandContext;
  /** Several files: each text is preceded by its file's name. */
  readonly withName: boolean;
}

function print(transcript: Transcript, format: TranscriptFormat, { context, withName }: PrintTarget): void {
  const { file, segments, durationMs, elapsedMs, warnings } = transcript;
  const { output } = context;
  for (const warning of warnings) output.note(`${file}: ${warning}`);
  output.record(toRecord(transcript));
  if (format === 'srt') output.result(toSrt(segments).trimEnd());
  else if (format === 'vtt') output.result(toVtt(segments).trimEnd());
  else output.result(withName ? `${file}:\n${toPlainText(segments)}\n` : toPlainText(segments));
  const speed = durationMs > 0 ? `, RTF ${(elapsedMs / durationMs).toFixed(3)}` : '';
  const silence = segments.length === 0 ? '; no speech in it' : '';
  if (!output.isJson) {
    output.note(
      `${file}: ${formatDuration(durationMs)} of sound in ${formatDuration(elapsedMs)}${speed}${silence}`,
    );
  }
}

function toRecord(transcript: Transcript): Record<string, unknown> {
  const { file, engine, model, provider, segments, durationMs, elapsedMs, loadMs, warnings } = transcript;
  return {
    ok: true,
    file,
    engine,
    model,
    provider,
    text: toPlainText(segments),
    language: commonValue(segments.map(({ language }) => language)),
    emotion: commonValue(segments.map(({ emotion }) => emotion)),
    events: concatKnown(segments.map(({ events }) => events)),
    segments: segments.map((segment) => ({
      ...segment,
      startMs: round(segment.startMs),
      endMs: round(segment.endMs),
      confidence: toShare(segment.confidence),
      languageConfidence: toShare(segment.languageConfidence),
      emotionConfidence: toShare(segment.emotionConfidence),
    })),
    words: concatKnown<TranscriptWord>(segments.map(({ words }) => words)),
    durationMs: round(durationMs),
    elapsedMs: round(elapsedMs),
    rtf: durationMs > 0 ? round(elapsedMs / durationMs, 4) : null,
    loadMs: round(loadMs),
    warnings,
  };
}

function toShare(confidence: number | null): number | null {
  return confidence === null ? null : round(confidence, 3);
}

/** The lists of all segments as one; null where an engine that knows none gave them. */
function concatKnown<Item>(lists: readonly (readonly Item[] | null)[]): readonly Item[] | null {
  const known = lists.filter((list) => list !== null);
  return known.length === 0 ? null : known.flat();
}

import { Option } from 'commander';
import path from 'node:path';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import type { RecognitionOptions, RecognitionSummary } from '../../../../protocol/recognition.ts';
import { openAudioFile } from '../../audioFiles/openAudioFile.ts';
import { writeTextFile } from '../../scripts/writeTextFile.ts';
import { chooseEngine } from '../chooseEngine.ts';
import { jsonOption, providerOption, type AddCommand, type CommandContext } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { forEachFile } from '../forEachFile.ts';
import { formatDuration } from '../format.ts';
import {
  formatOfPlace,
  formatTranscript,
  transcriptFormats,
  whoHeard,
  type TranscriptFormat,
} from '../formatTranscript.ts';
import { addRecognitionFlags, toRecognitionOptions, type RecognitionFlags } from '../recognitionFlags.ts';
import { transcriptFiles } from '../transcriptFiles.ts';
import { transcriptRecord } from '../transcriptRecord.ts';

interface TranscribeFlags extends RecognitionFlags {
  readonly provider: ExecutionProvider;
  readonly format?: TranscriptFormat;
  readonly tags: boolean;
  readonly output?: string;
  readonly json: boolean;
}

interface TranscribeOptions extends TranscribeFlags {
  readonly format: TranscriptFormat;
}

const keptOnInterrupt = 'The files reported so far are complete; the others were not transcribed.';

export const transcribeCommand: AddCommand = (program, run) => {
  const command = program
    .command('transcribe')
    .description('turn recordings (wav, flac, mp3, ogg) into text')
    .argument('<file...>', 'sound files');
  addRecognitionFlags(command)
    .addOption(providerOption())
    .addOption(
      new Option(
        '--format <format>',
        'how to write it; as the name of --output ends, and as text, else',
      ).choices(transcriptFormats),
    )
    .option('--tags', 'in text, write emotions and events where they are heard: (happy), [laughter]', false)
    .option('-o, --output <place>', 'file to write, or folder/ for several; without it all is printed')
    .addOption(jsonOption())
    .action(async (files: readonly string[], flags: TranscribeFlags) => {
      const options = { ...flags, format: flags.format ?? formatOfPlace(flags.output ?? '') };
      const json = options.json || (options.format === 'json' && options.output === undefined);
      await run({ json, keptOnInterrupt }, (context) => transcribeFiles(files, options, context));
    });
};

async function transcribeFiles(
  files: readonly string[],
  options: TranscribeOptions,
  context: CommandContext,
): Promise<ExitCode> {
  checkFormat(files, options);
  // A name that is none is wrong for all files.
  if (options.engine !== undefined) await chooseEngine({ engine: options.engine }, context);
  const asked = await toRecognitionOptions(options, context.signal);
  const places = await transcriptFiles(files, options);
  return forEachFile(files, { context, keptOnInterrupt }, async (file) => {
    const heard = await transcribeFile(file, { options, asked }, context);
    const place = places.get(file) ?? null;
    if (place !== null) {
      context.signal.throwIfAborted();
      await writeTextFile(place, `${written(file, heard, options)}\n`);
    }
    report({ file, heard, place, options, withName: files.length > 1 }, context);
    return true;
  });
}

function checkFormat(files: readonly string[], { format, output, tags }: TranscribeOptions): void {
  if (tags && format !== 'text') {
    throw new UsageError(`--tags is for --format text, not ${format}.`, 'Leave out one of the two.');
  }
  const isOne = format === 'srt' || format === 'vtt' || format === 'aloud';
  if (files.length > 1 && isOne && output === undefined) {
    throw new UsageError(
      `--format ${format} takes one file.`,
      'Name a folder for several with --output, or transcribe the files one by one.',
    );
  }
}

async function transcribeFile(
  file: string,
  { options, asked }: { readonly options: TranscribeOptions; readonly asked: RecognitionOptions },
  context: CommandContext,
): Promise<RecognitionSummary> {
  const { services, output, signal } = context;
  const { durationMs } = await openAudioFile(file, signal);
  const named = options.engine === undefined ? {} : { engine: options.engine };
  const engine = await chooseEngine({ ...asked, ...named, durationMs }, context);
  const progress = output.progress(file, 'audioMs');
  let fileMs: number | null = null;
  const request = {
    engine,
    provider: options.provider,
    ...asked,
    onOpen: (openedMs: number | null) => (fileMs = openedMs ?? durationMs),
    onHeard: (heardMs: number) => {
      progress.update(heardMs, fileMs);
    },
  };
  try {
    return await services.hearFile(file, request, signal);
  } finally {
    progress.end();
  }
}

/** What goes into a file. */
function written(file: string, heard: RecognitionSummary, { format, tags }: TranscribeOptions): string {
  if (format === 'json') return JSON.stringify(transcriptRecord(file, heard));
  return formatTranscript(heard, { format, hasTags: tags, fileName: path.basename(file) });
}

interface Transcribed {
  readonly file: string;
  readonly heard: RecognitionSummary;
  /** Where it was written; null: nowhere. */
  readonly place: string | null;
  readonly options: TranscribeOptions;
  /** Several files: each text is preceded by its file's name. */
  readonly withName: boolean;
}

function report({ file, heard, place, options, withName }: Transcribed, { output }: CommandContext): void {
  const { segments, durationMs, elapsedMs, warnings } = heard;
  for (const warning of warnings) output.note(`${file}: ${warning}`);
  output.record({ ...transcriptRecord(file, heard), out: place });
  if (output.isJson) return;
  const text = place ?? written(file, heard, options);
  output.result(withName && place === null ? `${file}:\n${text}\n` : text);
  const speed = durationMs > 0 ? `, RTF ${(elapsedMs / durationMs).toFixed(3)}` : '';
  const silence = segments.length === 0 ? '; no speech in it' : '';
  const sound = `${formatDuration(durationMs)} of sound in ${formatDuration(elapsedMs)}`;
  output.note(`${file}: ${sound}${speed}, by ${whoHeard(heard)}${silence}`);
}

import { Option } from 'commander';
import path from 'node:path';
import { SpeechError } from '../../../../protocol/errors.ts';
import type { Note } from '../../script/exchange/conversion.ts';
import { readScriptSource } from '../../scripts/readScriptSource.ts';
import { writeTextFile } from '../../scripts/writeTextFile.ts';
import {
  convertText,
  sourceFormats,
  targetFormats,
  type SourceFormat,
  type TargetFormat,
} from '../convertText.ts';
import { checkPlaceToWrite } from '../checkPlaceToWrite.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { isSameFile } from '../isSameFile.ts';
import { createLineIndex } from '../../text/lineIndex.ts';
import { readText } from '../readText.ts';

interface ConvertOptions {
  readonly to: TargetFormat;
  readonly from?: SourceFormat;
  readonly out?: string;
  readonly json: boolean;
}

export const convertCommand: AddCommand = (program, run) => {
  program
    .command('convert')
    .description('make a script of SSML, Speech Markdown, Fountain or Markdown, or one of these of a script')
    .argument('<input>', 'the file to convert; it is never changed; - reads standard input')
    .addOption(new Option('--to <format>', 'what to make of it').choices(targetFormats).makeOptionMandatory())
    .addOption(
      new Option('--from <format>', "what it is; told by the file's name otherwise").choices(sourceFormats),
    )
    .option('-o, --out <file>', 'file to write; without it the result is printed')
    .addOption(jsonOption())
    .action(async (input: string, options: ConvertOptions) => {
      const keptOnInterrupt = 'Nothing was written.';
      await run({ json: options.json, keptOnInterrupt }, (context) => convert(input, options, context));
    });
};

async function convert(input: string, options: ConvertOptions, context: CommandContext): Promise<ExitCode> {
  const { to, out } = options;
  const from = options.from ?? formatOf(input);
  if (from === to)
    throw new UsageError(`${input} is in the format ${from} already.`, 'Choose another format with --to.');
  if (out !== undefined && (await isSameFile(input, out))) {
    throw new UsageError(
      `--out names the file that is converted, ${input}.`,
      'Give the result another name.',
    );
  }
  if (out !== undefined) await checkPlaceToWrite(out, 'new.aloud');
  const source = await readSource(input, from, context);
  const converted = await convertText({ file: input, source }, { from, to });
  if (!converted.isConverted) {
    throw new SpeechError('invalidInput', {
      message: `${input} could not be converted. ${converted.failure.message}`,
      hint: 'Correct the file at that place, or say what it is with --from.',
    });
  }
  const { text, notes } = converted;
  context.signal.throwIfAborted();
  if (out !== undefined) await writeTextFile(out, text);
  report({ input, source, from, options, text, notes }, context);
  return exitCodes.ok;
}

/** By the ending of a file's name. */
const formats: ReadonlyMap<string, SourceFormat> = new Map([
  ['.ssml', 'ssml'],
  ['.xml', 'ssml'],
  ['.smd', 'speechmarkdown'],
  ['.fountain', 'fountain'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.txt', 'text'],
  ['.aloud', 'script'],
]);

function formatOf(input: string): SourceFormat {
  const format = formats.get(path.extname(input).toLowerCase());
  if (format !== undefined) return format;
  const what = input === '-' ? 'standard input' : input;
  throw new UsageError(`Nothing says what ${what} is.`, `Say it with --from: ${sourceFormats.join(', ')}.`);
}

function readSource(input: string, from: SourceFormat, context: CommandContext): Promise<string> {
  if (from === 'script' && input !== '-') return readScriptSource(input, context.signal);
  return readText({ words: [], file: input }, context);
}

interface Converted {
  readonly input: string;
  readonly source: string;
  readonly from: SourceFormat;
  readonly options: ConvertOptions;
  readonly text: string;
  readonly notes: readonly Note[];
}

/** Lines and columns count from 1 for people, from 0 in JSON, as editors do; both in UTF-16 code units. */
function report({ input, source, from, options, text, notes }: Converted, { output }: CommandContext): void {
  const { to, out } = options;
  const positionAt = createLineIndex(source);
  output.record({
    ok: true,
    file: input,
    from,
    to,
    out: out ?? null,
    text: out === undefined ? text : null,
    notes: notes.map(({ message, startOffset, endOffset }) => ({
      message,
      range: { start: positionAt(startOffset), end: positionAt(endOffset) },
    })),
  });
  output.result(out ?? text.replace(/\n$/u, ''));
  if (output.isJson) return;
  for (const { message, startOffset } of notes) {
    const { line, character } = positionAt(startOffset);
    output.note(`${input}:${line + 1}:${character + 1}: ${message}`);
  }
}

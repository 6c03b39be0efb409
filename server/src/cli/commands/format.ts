import { SpeechError } from '../../../../protocol/errors.ts';
import { formatScript } from '../../script/formatting/formatScript.ts';
import { isScriptName } from '../../scripts/isScriptName.ts';
import { parseScriptFile } from '../../scripts/parseScriptFile.ts';
import { readScriptSource } from '../../scripts/readScriptSource.ts';
import { replaceFile } from '../../scripts/replaceFile.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { forEachFile } from '../forEachFile.ts';

interface FormatOptions {
  readonly check: boolean;
  readonly stdout: boolean;
  readonly json: boolean;
}

const keptOnInterrupt = 'The scripts named so far are formatted; the others were not changed.';

export const formatCommand: AddCommand = (program, run) => {
  program
    .command('format')
    .description('bring scripts into their usual form; no word of them changes')
    .argument('<script...>', 'scripts, *.aloud')
    .option(
      '--check',
      'change nothing, name the scripts that would change, and fail where there are some',
      false,
    )
    .option('--stdout', 'print the script instead of changing it', false)
    .addOption(jsonOption())
    .action(async (files: readonly string[], options: FormatOptions) => {
      await run({ json: options.json, keptOnInterrupt }, (context) => formatFiles(files, options, context));
    });
};

async function formatFiles(
  files: readonly string[],
  options: FormatOptions,
  context: CommandContext,
): Promise<ExitCode> {
  if (options.check && options.stdout)
    throw new UsageError('--check prints no script.', 'Leave one of them out.');
  if (options.stdout && files.length > 1) {
    throw new UsageError('--stdout takes one script.', 'Format the scripts one by one.');
  }
  return forEachFile(files, { context, keptOnInterrupt }, (file) => formatFile(file, options, context));
}

/** @returns whether the script is as it should be now */
async function formatFile(file: string, options: FormatOptions, context: CommandContext): Promise<boolean> {
  const { output, signal } = context;
  // The form of scripts would be pressed on whatever text it is: its lists, code or data would not be the same.
  if (!isScriptName(file)) throw noScript(file);
  const source = await readScriptSource(file, signal);
  const { script } = await parseScriptFile({ file, source });
  const formatted = formatScript(script);
  const isChanged = formatted !== source;
  const isOk = !(options.check && isChanged);
  signal.throwIfAborted();
  if (options.stdout) {
    output.record({ ok: isOk, file, changed: isChanged, text: formatted });
    // The line feed at its end is added.
    if (formatted !== '') output.result(formatted.replace(/\n$/u, ''));
    return isOk;
  }
  if (!options.check && isChanged) await replaceFile(file, formatted);
  output.record({ ok: isOk, file, changed: isChanged });
  if (isChanged) output.result(file);
  return isOk;
}

function noScript(file: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${file} is no script by its name, and is left as it is.`,
    hint: 'Scripts end in .aloud: rename it if it is one; `aloud convert` makes scripts of other formats.',
  });
}

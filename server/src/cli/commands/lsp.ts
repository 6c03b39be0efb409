import { Option } from 'commander';
import { createLog, logLevels, type LogLevel } from '../../daemon/log.ts';
import { serveStdio } from '../../languageServer/serveStdio.ts';
import type { AddCommand, CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';

interface LspOptions {
  readonly log: LogLevel;
  readonly clientProcessId?: number;
}

export const lspCommand: AddCommand = (program, run) => {
  program
    .command('lsp')
    .description('the language server of scripts, for an editor')
    // The only way there is; editors name it all the same.
    .addOption(new Option('--stdio', 'speak over standard input and output').default(true))
    .addOption(
      new Option('--log <level>', 'what to tell on standard error').choices(logLevels).default('warn'),
    )
    .addOption(new Option('--clientProcessId <id>', 'end with this process').argParser(Number).hideHelp())
    .action(async (options: LspOptions) => {
      await run({ json: false, keptOnInterrupt: 'Nothing was changed.' }, (context) =>
        serveEditor(context, options),
      );
    });
};

/** 0 after an orderly end, as the protocol wants it. */
async function serveEditor(context: CommandContext, options: LspOptions): Promise<ExitCode> {
  const { services, stdin, stdout, output, signal, version } = context;
  const log = createLog(({ level, message, fields }) => {
    const details = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
    output.note([`${level}: ${message}`, ...details].join('\n  '));
  }, options.log);
  const isOrderly = await serveStdio(
    {
      version,
      log,
      input: stdin,
      output: stdout,
      processId: options.clientProcessId ?? null,
      readKnowledge: (readSignal) => services.readScriptKnowledge(readSignal),
    },
    signal,
  );
  signal.throwIfAborted();
  if (!isOrderly)
    log.warn(
      'protocol',
      'The input ended before `shutdown` and `exit`: it is an editor that starts this command.',
    );
  return isOrderly ? exitCodes.ok : exitCodes.inputFailed;
}

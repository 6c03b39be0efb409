import type { Readable } from 'node:stream';
import type { DictationEvent } from '../../../../protocol/dictation.ts';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { defaultRecognitionEngine } from '../../modelLibrary.ts';
import {
  jsonOption,
  parseLanguageTag,
  providerOption,
  type AddCommand,
  type CommandContext,
} from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { offerMissingModels } from '../pullModel.ts';

interface DictateOptions {
  readonly engine: string;
  readonly language?: string;
  readonly provider: ExecutionProvider;
  readonly device?: string;
  readonly json: boolean;
}

const keptOnInterrupt = 'What was printed is complete; what was being said was not finished.';

export const dictateCommand: AddCommand = (program, run) => {
  program
    .command('dictate')
    .description('write what the microphone hears, until Enter or the end of standard input')
    .option('--engine <name>', 'recognition engine', defaultRecognitionEngine)
    .option('--language <tag>', 'language that is spoken', parseLanguageTag)
    .option('--device <name>', 'microphone, by id or part of its name; the default one else')
    .addOption(providerOption())
    .addOption(jsonOption())
    .action(async (options: DictateOptions) => {
      await run({ json: options.json, keptOnInterrupt }, (context) => dictateToOutput(options, context));
    });
};

async function dictateToOutput(options: DictateOptions, context: CommandContext): Promise<ExitCode> {
  const { services, signal, output, stdin } = context;
  await offerMissingModels(context, services.recognitionModels(options.engine));
  const stop = new AbortController();
  const ended = stopOnInput(stdin, stop);
  output.note('Listening. Enter ends it.');
  const { engine, provider, language, device } = options;
  const request = {
    engine,
    provider,
    ...(language !== undefined && { language }),
    ...(device !== undefined && { device }),
    stop: stop.signal,
  };
  try {
    for await (const event of services.dictate(request, signal)) print(event, context);
  } finally {
    ended();
  }
  return exitCodes.ok;
}

/** Ends the dictation at the first line, or where standard input ends. @returns what lets go of the input */
function stopOnInput(stdin: Readable, stop: AbortController): () => void {
  const end = (): void => {
    stop.abort();
  };
  stdin.once('data', end);
  stdin.once('end', end);
  stdin.resume();
  return () => {
    stdin.off('data', end);
    stdin.off('end', end);
    stdin.pause();
  };
}

function print(event: DictationEvent, { output }: CommandContext): void {
  output.record({ ok: true, ...event });
  if (event.kind === 'final') output.result(event.segment.text);
}

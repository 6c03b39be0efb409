import type { Readable } from 'node:stream';
import type { DictationEvent } from '../../../../protocol/dictation.ts';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { chooseEngine } from '../chooseEngine.ts';
import {
  jsonOption,
  parseLanguageTag,
  providerOption,
  type AddCommand,
  type CommandContext,
} from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import type { LiveLine } from '../liveLine.ts';
import type { Output } from '../output.ts';

interface DictateOptions {
  readonly engine?: string;
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
    .option('--engine <name>', 'recognition engine or model; the one that suits, of those installed, else')
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
  const { provider, language, device } = options;
  const hearing = { ...(language !== undefined && { language }) };
  const wish = { ...hearing, isLive: true, ...(options.engine !== undefined && { engine: options.engine }) };
  const engine = await chooseEngine(wish, context);
  const stop = new AbortController();
  const line = output.liveLine();
  const ended = stopOnInput(stdin, () => {
    if (stdin.isTTY === true) line.goBack();
    stop.abort();
  });
  output.note('Listening. Enter ends it.');
  const request = {
    engine,
    provider,
    ...hearing,
    ...(device !== undefined && { device }),
    stop: stop.signal,
  };
  try {
    for await (const event of services.dictate(request, signal)) print(event, line, output);
  } finally {
    line.clear();
    ended();
  }
  return exitCodes.ok;
}

/** Stops at the first line, or where standard input ends. @returns what lets go of the input */
function stopOnInput(stdin: Readable, stop: () => void): () => void {
  stdin.once('data', stop);
  stdin.once('end', stop);
  stdin.resume();
  return () => {
    stdin.off('data', stop);
    stdin.off('end', stop);
    stdin.pause();
  };
}

function print(event: DictationEvent, line: LiveLine, output: Output): void {
  output.record({ ok: true, ...event });
  if (event.kind === 'partial') {
    line.show(event.committedText + event.tentativeText);
  } else {
    // A segment in which nothing was understood ends without a final text.
    line.clear();
    if (event.kind === 'final') output.result(event.segment.text);
  }
}

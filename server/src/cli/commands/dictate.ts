import type { Readable } from 'node:stream';
import type { DictationEvent } from '../../../../protocol/dictation.ts';
import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { chooseEngine } from '../chooseEngine.ts';
import { jsonOption, providerOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import type { LiveLine } from '../liveLine.ts';
import type { Output } from '../output.ts';
import { addRecognitionFlags, toRecognitionOptions, type RecognitionFlags } from '../recognitionFlags.ts';

interface DictateOptions extends RecognitionFlags {
  readonly provider: ExecutionProvider;
  readonly device?: string;
  readonly json: boolean;
}

const keptOnInterrupt = 'What was printed is complete; what was being said was not finished.';

export const dictateCommand: AddCommand = (program, run) => {
  const command = program
    .command('dictate')
    .description('write what the microphone hears, until Enter or the end of standard input');
  addRecognitionFlags(command)
    .option('--device <name>', 'microphone, by id or part of its name; the default one else')
    .addOption(providerOption())
    .addOption(jsonOption())
    .action(async (options: DictateOptions) => {
      await run({ json: options.json, keptOnInterrupt }, (context) => dictateToOutput(options, context));
    });
};

async function dictateToOutput(options: DictateOptions, context: CommandContext): Promise<ExitCode> {
  const { services, signal, output, stdin } = context;
  const { provider, device } = options;
  const asked = await toRecognitionOptions(options, signal);
  const named = options.engine === undefined ? {} : { engine: options.engine };
  const engine = await chooseEngine({ ...asked, ...named, isLive: true }, context);
  const stop = new AbortController();
  const line = output.liveLine();
  const ended = stopOnInput(stdin, () => {
    if (stdin.isTTY === true) line.goBack();
    stop.abort();
  });
  const request = {
    engine,
    provider,
    ...asked,
    ...(device !== undefined && { device }),
    stop: stop.signal,
    onListening: () => {
      output.note('Listening. Enter ends it.');
    },
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

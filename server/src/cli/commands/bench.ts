import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { SpeechError } from '../../../../protocol/errors.ts';
import { accuracyRecord, accuracyResults } from '../bench/accuracyResults.ts';
import type { BenchResult } from '../bench/benchResult.ts';
import { measureAccuracy, type MeasuredAccuracy } from '../bench/measureAccuracy.ts';
import { benchVoice, measureRecognition, measureSynthesis } from '../bench/measureSpeed.ts';
import { readManifest } from '../bench/readManifest.ts';
import { jsonOption, providerOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { formatTable } from '../format.ts';

interface BenchOptions {
  readonly engine?: string;
  readonly model?: string;
  readonly provider: ExecutionProvider;
  readonly manifest?: string;
  readonly vad: boolean;
  readonly tellLanguage: boolean;
  readonly json: boolean;
}

export const benchCommand: AddCommand = (program, run) => {
  program
    .command('bench')
    .description('how fast the installed engines are on this machine, and how well they hear')
    .option('--engine <name>', 'measure one engine only')
    .option('--model <id>', 'measure the engine of one model only')
    .addOption(providerOption())
    .option(
      '--manifest <file>',
      'a JSON list of {file, text, language, emotion, events}: measures how well they are heard',
    )
    .option(
      '--no-vad',
      'with --manifest: do not cut recordings at silences where the engine takes them whole',
    )
    .option('--tell-language', 'with --manifest: tell the engine in which language each recording is', false)
    .addOption(jsonOption())
    .action(async (options: BenchOptions) => {
      await run({ json: options.json, keptOnInterrupt: 'Nothing was changed.' }, (context) =>
        bench(options, context),
      );
    });
};

async function bench(options: BenchOptions, context: CommandContext): Promise<ExitCode> {
  if (options.engine !== undefined && options.model !== undefined) {
    throw new UsageError('Both --engine and --model were given.', 'Name the engine or its model.');
  }
  const named = options.engine ?? options.model ?? null;
  const entries =
    options.manifest === undefined ? null : await readManifest(options.manifest, context.signal);
  const { provider, vad, tellLanguage } = options;
  const wish = { engine: named, provider, isWhole: !vad, isLanguageTold: tellLanguage };
  const measure = entries === null ? null : await measureAccuracy({ ...wish, entries }, context);
  const results = measure === null ? await measureSpeed(named, provider, context) : accuracyResults(measure);
  report(results, measure, context);
  return measure !== null && measure.failed.length > 0 ? exitCodes.inputFailed : exitCodes.ok;
}

async function measureSpeed(
  named: string | null,
  provider: ExecutionProvider,
  context: CommandContext,
): Promise<readonly BenchResult[]> {
  const { services, signal } = context;
  const installed = new Set(
    (await services.listModels(signal)).filter(({ state }) => state === 'installed').map(({ id }) => id),
  );
  const synthesis = services.synthesisModels(benchVoice);
  const isSynthesis = named === services.synthesisEngine(benchVoice) || synthesis.includes(named ?? '');
  if (!synthesis.every((id) => installed.has(id))) throw nothingToMeasure();
  const spoken = await measureSynthesis(context);
  if (isSynthesis) return spoken.results;
  const chosen = await services.chooseRecognition(
    named === null ? { language: 'en' } : { engine: named },
    signal,
  );
  // Who names none wants to know what there is.
  if (chosen.missing !== null) return spoken.results;
  const { engine } = chosen;
  const heard = await measureRecognition({ engine, provider, speech: spoken.speech }, context);
  return named === null ? [...spoken.results, ...heard] : heard;
}

function report(
  results: readonly BenchResult[],
  measure: MeasuredAccuracy | null,
  { output }: CommandContext,
): void {
  output.record({
    ok: measure === null || measure.failed.length === 0,
    results,
    ...(measure !== null && { accuracy: accuracyRecord(measure) }),
  });
  const rows = results.map(({ name, ours, unit }) => [name, String(ours), unit]);
  output.result(formatTable([['MEASURE', 'VALUE', 'UNIT'], ...rows]));
  if (output.isJson || measure === null) return;
  const failed = measure.failed.length === 0 ? '' : `; ${measure.failed.length} could not be read`;
  output.note(`${measure.fileCount} recordings were heard${failed}.`);
}

function nothingToMeasure(): SpeechError {
  return new SpeechError('modelNotInstalled', {
    message: 'There is no voice to measure with.',
    hint: 'Install the default models with: aloud models pull',
  });
}

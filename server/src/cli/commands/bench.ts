import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { SpeechError } from '../../../../protocol/errors.ts';
import { accuracyRecord, accuracyResults } from '../bench/accuracyResults.ts';
import type { BenchResult } from '../bench/benchResult.ts';
import { measureAccuracy, type MeasuredAccuracy } from '../bench/measureAccuracy.ts';
import { measureRecognition, measureSynthesis } from '../bench/measureSpeed.ts';
import { readManifest } from '../bench/readManifest.ts';
import { jsonOption, providerOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { formatTable } from '../format.ts';

interface BenchOptions {
  readonly engine?: string;
  readonly model?: string;
  readonly voice?: string;
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
    .option('--voice <id>', 'speak with this voice; by default the first of the engine')
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
  for (const [flag, isGiven] of [
    ['--no-vad', !options.vad],
    ['--tell-language', options.tellLanguage],
  ] as const) {
    if (isGiven && options.manifest === undefined)
      throw new UsageError(
        `${flag} is for --manifest.`,
        'Name the recordings with --manifest, or leave it out.',
      );
  }
  const named = options.engine ?? options.model ?? null;
  const entries =
    options.manifest === undefined ? null : await readManifest(options.manifest, context.signal);
  const { provider, vad, tellLanguage } = options;
  const wish = { engine: named, provider, isWhole: !vad, isLanguageTold: tellLanguage };
  const measure = entries === null ? null : await measureAccuracy({ ...wish, entries }, context);
  const results =
    measure === null ? await measureSpeed({ ...options, named }, context) : accuracyResults(measure);
  report(results, measure, context);
  return measure !== null && measure.failed.length > 0 ? exitCodes.inputFailed : exitCodes.ok;
}

interface SpeedWish extends Pick<BenchOptions, 'provider' | 'voice'> {
  /** Engine or model; null: what speaks and hears by default. */
  readonly named: string | null;
}

async function measureSpeed(wish: SpeedWish, context: CommandContext): Promise<readonly BenchResult[]> {
  const { services, signal } = context;
  const { named, provider } = wish;
  const speaker = await chooseSpeaker(wish, context);
  if (speaker !== null) {
    await services.requireInstalled(services.synthesisModels(speaker), signal);
    return (await measureSynthesis({ voice: speaker, provider }, context)).results;
  }
  const chosen = await services.chooseRecognition(
    named === null ? { language: 'en' } : { engine: named },
    signal,
  );
  if (named !== null) await services.requireInstalled(services.recognitionModels(chosen.engine), signal);
  const voice = await services.chooseVoice({}, signal);
  const models = await services.listModels(signal);
  const isInstalled = (model: string): boolean =>
    models.some(({ id, state }) => id === model && state === 'installed');
  if (!services.synthesisModels(voice).every(isInstalled)) throw nothingToMeasure();
  const spoken = await measureSynthesis({ voice, provider: 'cpu' }, context);
  // Who names none wants to know what there is.
  if (chosen.missing !== null) return spoken.results;
  const { engine } = chosen;
  const heard = await measureRecognition({ engine, provider, speech: spoken.speech }, context);
  return named === null ? [...spoken.results, ...heard] : heard;
}

/** The voice to speak with; null where another kind of engine is to be measured, or all that is installed. */
async function chooseSpeaker(
  { named, voice }: SpeedWish,
  { services, signal }: CommandContext,
): Promise<string | null> {
  const engine = named === null ? null : services.speakingEngine(named);
  if (engine === null && voice === undefined) return null;
  return services.chooseVoice(
    { ...(engine !== null && { engine }), ...(voice !== undefined && { voice }) },
    signal,
  );
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

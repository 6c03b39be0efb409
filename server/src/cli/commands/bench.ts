import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../../protocol/errors.ts';
import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { createResampler } from '../../audio/resample.ts';
import { openAudioFile } from '../../audioFiles/openAudioFile.ts';
import { recognitionSampleRateHz } from '../../recognition/recognizer.ts';
import { transcribe } from '../../recognition/transcribe.ts';
import type { OpenedRecognition } from '../../speechAccess.ts';
import { speak } from '../../synthesis/pipeline.ts';
import { meterAudio, timeSource } from '../../streams/meter.ts';
import { compareTranscripts } from '../../text/wordErrorRate.ts';
import { jsonOption, type AddCommand, type CommandContext } from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { formatTable, round } from '../format.ts';
import { toPlainText } from '../../recognition/transcript/plainText.ts';

interface BenchOptions {
  readonly engine?: string;
  readonly manifest?: string;
  readonly json: boolean;
}

/** One figure. A peer stands beside it where one was measured in the same run. */
interface BenchResult {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly unit: string;
}

export const benchCommand: AddCommand = (program, run) => {
  program
    .command('bench')
    .description('how fast the installed engines are on this machine')
    .option('--engine <name>', 'measure one engine only')
    .option('--manifest <file>', 'a JSON list of {file, text}: also measures the word error rate over it')
    .addOption(jsonOption())
    .action(async (options: BenchOptions) => {
      await run({ json: options.json, keptOnInterrupt: 'Nothing was changed.' }, (context) =>
        measureEngines(options, context),
      );
    });
};

/** One paragraph of 60 words in sentences of ordinary length. */
const paragraph =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates as they ' +
  'were lifted ashore. Nobody spoke much, because the wind took every word away. By noon the market had opened, ' +
  'the fish lay in long silver rows, and the whole town seemed to be walking slowly along the water.';
const benchVoice = 'af_heart';
const repetitionCount = 3;

async function measureEngines(options: BenchOptions, context: CommandContext): Promise<ExitCode> {
  const { services, output, signal } = context;
  const installed = new Set(
    (await services.listModels(signal)).filter(({ state }) => state === 'installed').map(({ id }) => id),
  );
  const isReady = (engine: string, models: readonly string[]): boolean =>
    (options.engine ?? engine) === engine && models.every((id) => installed.has(id));
  const results: BenchResult[] = [];
  const canSpeak = isReady('kokoro', services.synthesisModels(benchVoice));
  const canListen = isReady('moonshine', services.recognitionModels('moonshine'));
  const speech = canSpeak ? await measureSynthesis(context, results) : null;
  if (canListen) await measureRecognition({ options, speech }, context, results);
  if (results.length === 0) throw nothingToMeasure(options.engine);
  output.record({ ok: true, results });
  const rows = results.map(({ name, ours, unit }) => [name, String(ours), unit]);
  output.result(formatTable([['MEASURE', 'VALUE', 'UNIT'], ...rows]));
  return exitCodes.ok;
}

/** @returns the paragraph as it was spoken */
async function measureSynthesis(
  { services, output, signal }: CommandContext,
  results: BenchResult[],
): Promise<Recording> {
  const { synthesizer } = await services.openSynthesis({ voice: benchVoice, provider: 'cpu' }, signal);
  const { engine, sampleRateHz } = synthesizer.description;
  const rtfs: number[] = [];
  const firstShares: number[] = [];
  let parts: Float32Array[] = [];
  for (let index = 0; index < repetitionCount; index += 1) {
    output.note(`Speaking a paragraph with ${engine}, ${index + 1} of ${repetitionCount} ...`);
    const request = { text: paragraph, voice: benchVoice };
    const timed = timeSource(speak(synthesizer, request, signal), () => performance.now());
    parts = [];
    for await (const { samples } of timed.items) parts.push(samples);
    const { firstMs, totalMs } = timed.times();
    rtfs.push(totalMs / toMs(sampleCountOf(parts), sampleRateHz));
    firstShares.push((firstMs ?? totalMs) / totalMs);
  }
  results.push(measured(`${engine} synthesis`, median(rtfs), 'RTF'));
  results.push(measured(`${engine} first audio of 60 words`, median(firstShares), 'of the whole time'));
  return { parts, sampleRateHz };
}

interface Recording {
  readonly parts: readonly Float32Array[];
  readonly sampleRateHz: number;
}

interface RecognitionJob {
  readonly options: BenchOptions;
  /** Null where no engine could speak it. */
  readonly speech: Recording | null;
}

async function measureRecognition(
  { options, speech }: RecognitionJob,
  { services, output, signal }: CommandContext,
  results: BenchResult[],
): Promise<void> {
  const service = await services.openRecognition({ engine: 'moonshine', provider: 'cpu' }, signal);
  const { engine } = service.recognizer.description;
  if (speech !== null) {
    const samples = resampleWhole(speech);
    const rtfs: number[] = [];
    for (let index = 0; index < repetitionCount; index += 1) {
      output.note(`Listening to it with ${engine}, ${index + 1} of ${repetitionCount} ...`);
      rtfs.push((await listen(service, toSource(samples), signal)).rtf);
    }
    results.push(measured(`${engine} recognition`, median(rtfs), 'RTF'));
  }
  if (options.manifest === undefined) return;
  const totals = { editCount: 0, wordCount: 0, elapsedMs: 0, durationMs: 0 };
  for (const { file, text } of await readManifest(options.manifest)) {
    output.note(`Listening to ${file} ...`);
    const audio = await openAudioFile(file, signal);
    const heard = await listen(service, audio.readMono(recognitionSampleRateHz, signal), signal);
    const { editCount, referenceWordCount } = compareTranscripts(text, heard.text);
    totals.editCount += editCount;
    totals.wordCount += referenceWordCount;
    totals.elapsedMs += heard.elapsedMs;
    totals.durationMs += heard.durationMs;
  }
  results.push(measured(`${engine} over the manifest`, totals.elapsedMs / totals.durationMs, 'RTF'));
  const wordErrorPercent = (100 * totals.editCount) / totals.wordCount;
  results.push(measured(`${engine} word error rate over the manifest`, wordErrorPercent, '%'));
}

interface Heard {
  readonly text: string;
  readonly durationMs: number;
  readonly elapsedMs: number;
  readonly rtf: number;
}

async function listen(
  { recognizer, voiceActivity }: OpenedRecognition,
  source: AsyncIterable<Float32Array>,
  signal: AbortSignal,
): Promise<Heard> {
  const metered = meterAudio(source, recognitionSampleRateHz, () => undefined);
  const startMs = performance.now();
  const segments: TranscriptSegment[] = [];
  const tools = { recognizer, voiceActivity, options: {} };
  for await (const segment of transcribe(metered.samples, tools, signal)) segments.push(segment);
  const elapsedMs = performance.now() - startMs;
  const durationMs = metered.heardMs();
  return { text: toPlainText(segments), durationMs, elapsedMs, rtf: elapsedMs / durationMs };
}

interface ManifestEntry {
  readonly file: string;
  readonly text: string;
}

/** Files are relative to the manifest. */
async function readManifest(manifest: string): Promise<ManifestEntry[]> {
  const text = await readFile(manifest, 'utf8').catch((cause: unknown) => {
    throw new SpeechError('fileUnreadable', {
      message: `${manifest} could not be read.`,
      hint: 'Check the path and that you may read it.',
      cause,
    });
  });
  const entries = parseManifest(text);
  if (entries === null) {
    throw new SpeechError('invalidInput', {
      message: `${manifest} is not a manifest.`,
      hint: 'It is a JSON list of objects with the strings "file" and "text".',
    });
  }
  return entries.map((entry) => ({ ...entry, file: path.resolve(path.dirname(manifest), entry.file) }));
}

/** Null where the text is not a manifest. */
function parseManifest(text: string): ManifestEntry[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.every(isManifestEntry) ? value : null;
  } catch {
    return null;
  }
}

function isManifestEntry(value: unknown): value is ManifestEntry {
  if (typeof value !== 'object' || value === null || !('file' in value) || !('text' in value)) return false;
  return typeof value.file === 'string' && typeof value.text === 'string';
}

function nothingToMeasure(engine: string | undefined): SpeechError {
  return new SpeechError('modelNotInstalled', {
    message:
      engine === undefined ? 'No engine is installed.' : `There is nothing to measure for "${engine}".`,
    hint: 'Install the default models with: aloud models pull',
  });
}

function measured(name: string, value: number, unit: string): BenchResult {
  return { name, ours: round(value, 3), peer: null, ratio: null, unit };
}

function resampleWhole({ parts, sampleRateHz }: Recording): Float32Array[] {
  const resampler = createResampler(sampleRateHz, recognitionSampleRateHz);
  return [...parts.map((samples) => resampler.push(samples)), resampler.flush()];
}

function toSource(parts: readonly Float32Array[]): AsyncIterable<Float32Array> {
  const iterator = parts.values();
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(iterator.next()) }) };
}

function sampleCountOf(parts: readonly Float32Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function toMs(sampleCount: number, sampleRateHz: number): number {
  return (sampleCount * 1000) / sampleRateHz;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

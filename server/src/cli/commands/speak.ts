import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import type { Prosody } from '../../../../protocol/prosody.ts';
import type {
  SynthesisChunk,
  SynthesisRequest,
  SynthesisSummary,
  WordTime,
} from '../../../../protocol/synthesis.ts';
import { SpeechError } from '../../../../protocol/errors.ts';
import { createWavWriter } from '../../audioFiles/wavWriter.ts';
import { defaultVoice } from '../../modelLibrary.ts';
import {
  jsonOption,
  numberBetween,
  parseLanguageTag,
  providerOption,
  type AddCommand,
  type CommandContext,
} from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { formatDuration, round } from '../format.ts';
import { offerMissingModels } from '../pullModel.ts';
import { readText } from '../readText.ts';

interface SpeakOptions {
  readonly file?: string;
  readonly voice: string;
  readonly language?: string;
  readonly rate?: number;
  readonly pitch?: number;
  readonly range?: number;
  readonly energy?: number;
  readonly provider: ExecutionProvider;
  readonly out?: string;
  readonly json: boolean;
}

export const speakCommand: AddCommand = (program, run) => {
  program
    .command('speak')
    .description('say a text, on the speaker or into a file')
    .argument('[text...]', 'what to say; - reads standard input')
    .option('-f, --file <file>', 'a plain text file to say; - reads standard input')
    .option('--voice <id>', 'voice; see `aloud voices`', defaultVoice)
    .option('--language <tag>', "language of the text; the voice's own by default", parseLanguageTag)
    .option('--rate <factor>', 'speaking rate, 0.5 to 2', numberBetween(0.5, 2))
    .option('--pitch <factor>', 'pitch, 0.5 to 2; 2 is an octave up', numberBetween(0.5, 2))
    .option('--range <factor>', 'pitch range, 0 to 3; 0 is monotone', numberBetween(0, 3))
    .option('--energy <decibels>', 'loudness change, -24 to 12', numberBetween(-24, 12))
    .addOption(providerOption())
    .option('-o, --out <file>', 'WAV file to write; without it the text is played')
    .addOption(jsonOption())
    .action(async (words: readonly string[], options: SpeakOptions) => {
      const keptOnInterrupt = options.out === undefined ? 'Nothing was kept.' : 'No file was written.';
      await run({ json: options.json, keptOnInterrupt }, (context) => speakText(words, options, context));
    });
};

async function speakText(
  words: readonly string[],
  options: SpeakOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { services, signal, output } = context;
  const text = await readText({ words, file: options.file }, context);
  services.requireVoice(options.voice);
  const playOrWrite = await openSink(options.out, context);
  await offerMissingModels(context, services.synthesisModels(options.voice));
  const speech = await services.speakText(toRequest(text, options), options, signal);
  const progress = output.progress(options.out ?? 'speaking', 'characters');
  const spoken = createTally(output.isJson, ({ endOffset }) => {
    progress.update(endOffset, text.length);
  });
  try {
    await playOrWrite(spoken.watch(speech.chunks), speech.sampleRateHz);
  } finally {
    progress.end();
  }
  report({ options, summary: speech.summary(), words: spoken.words }, context);
  return exitCodes.ok;
}

function toRequest(text: string, options: SpeakOptions): SynthesisRequest {
  const { voice, language, rate, pitch, range, energy } = options;
  const prosody: Prosody = {
    ...(rate === undefined ? {} : { rateFactor: rate }),
    ...(pitch === undefined ? {} : { pitchFactor: pitch }),
    ...(range === undefined ? {} : { rangeFactor: range }),
    ...(energy === undefined ? {} : { energyDb: energy }),
  };
  return { text, voice, prosody, ...(language === undefined ? {} : { language }) };
}

/** Takes all chunks of one text, or fails and leaves nothing. */
type Sink = (chunks: AsyncIterable<SynthesisChunk>, sampleRateHz: number) => Promise<void>;

/** A missing sound device is found before any model is loaded. */
async function openSink(
  out: string | undefined,
  { services: { sound }, signal }: CommandContext,
): Promise<Sink> {
  if (out !== undefined) return (chunks, sampleRateHz) => writeWav(chunks, out, sampleRateHz);
  await sound.requireSpeaker(signal);
  return async (chunks) => {
    const playback = sound.player.play(chunks, { signal });
    try {
      await playback.done();
    } finally {
      playback.stop();
    }
  };
}

async function writeWav(
  chunks: AsyncIterable<SynthesisChunk>,
  path: string,
  sampleRateHz: number,
): Promise<void> {
  const writer = await createWavWriter(path, { sampleRateHz });
  try {
    for await (const { samples } of chunks) await writer.write(samples);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

/** What went by of the speech, counted while it is written or played. */
interface Tally {
  watch(chunks: AsyncIterable<SynthesisChunk>): AsyncIterable<SynthesisChunk>;
  readonly words: readonly WordTime[];
}

/** Words are kept only where they are printed: a long text has as many as a book. */
function createTally(keepsWords: boolean, onChunk: (chunk: SynthesisChunk) => void): Tally {
  const words: WordTime[] = [];
  let sampleCount = 0;
  return {
    words,
    async *watch(chunks) {
      for await (const chunk of chunks) {
        if (keepsWords) words.push(...chunk.words);
        sampleCount += chunk.samples.length;
        yield chunk;
        onChunk(chunk);
      }
      if (sampleCount === 0) throw nothingToSay();
    },
  };
}

function nothingToSay(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The text has no words to say.',
    hint: 'Give a text with at least one word.',
  });
}

interface SpokenResult {
  readonly options: SpeakOptions;
  readonly summary: SynthesisSummary;
  readonly words: readonly WordTime[];
}

function report({ options, summary, words }: SpokenResult, { output }: CommandContext): void {
  const { engine, model, provider, sampleRateHz, durationMs, elapsedMs, firstAudioMs, loadMs } = summary;
  output.record({
    ok: true,
    out: options.out ?? null,
    voice: options.voice,
    engine,
    model,
    provider,
    sampleRate: sampleRateHz,
    durationMs: round(durationMs),
    elapsedMs: round(elapsedMs),
    firstAudioMs: firstAudioMs === null ? null : round(firstAudioMs),
    rtf: round(elapsedMs / durationMs, 4),
    loadMs: round(loadMs),
    words: words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: round(startMs),
      endMs: round(endMs),
      confidence: null,
    })),
  });
  if (options.out !== undefined) output.result(options.out);
  if (output.isJson) return;
  const first = firstAudioMs === null ? '' : `, first sound after ${formatDuration(firstAudioMs)}`;
  output.note(
    `${formatDuration(durationMs)} of speech in ${formatDuration(elapsedMs)} (RTF ${(elapsedMs / durationMs).toFixed(2)}${first})`,
  );
}

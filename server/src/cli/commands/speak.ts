import { mostTakes } from '../../../../protocol/takes.ts';
import type { VoiceWish } from '../../modelLibrary/chooseVoice.ts';
import { defaultVoice } from '../../modelLibrary/knownEngines.ts';
import {
  countBetween,
  jsonOption,
  numberBetween,
  parseLanguageTag,
  providerOption,
  type AddCommand,
  type CommandContext,
} from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { UsageError } from '../failure.ts';
import { hasPlan } from '../plannedFile.ts';
import { offerMissingModels } from '../pullModel.ts';
import { readText } from '../readText.ts';
import { speakPlannedFile } from '../speakPlannedFile.ts';
import type { SpeakOptions } from '../speakOptions.ts';
import { createTally, reportSpeech } from '../speechReport.ts';
import { openSink } from '../speechSink.ts';
import { createSpeakingChoice } from '../speakingChoice.ts';
import { toSpokenRequest } from '../toSpokenRequest.ts';

export const speakCommand: AddCommand = (program, run) => {
  program
    .command('speak')
    .description('say a text, on the speaker or into a file')
    .argument('[text...]', 'what to say; - reads standard input')
    .option(
      '-f, --file <file>',
      'a text, a script (.aloud) or a Markdown file (.md) to say; - reads standard input',
    )
    .option(
      '--voice <id>',
      `voice, of a script its narrator; see \`aloud voices\` (default: ${defaultVoice})`,
    )
    .option('--engine <name>', 'speak with a voice of this engine; see `aloud voices`')
    .option(
      '--direction <words>',
      'how a text is said, as in a script ("sad, whispering") or in natural language',
    )
    .option('--language <tag>', "language of the text; the voice's own by default", parseLanguageTag)
    .option('--rate <factor>', 'speaking rate, 0.5 to 2', numberBetween(0.5, 2))
    .option('--pitch <factor>', 'pitch, 0.5 to 2; 2 is an octave up', numberBetween(0.5, 2))
    .option('--range <factor>', 'pitch range, 0 to 3; 0 is monotone', numberBetween(0, 3))
    .option('--energy <decibels>', 'loudness change, -24 to 12', numberBetween(-24, 12))
    .option(
      '--takes <count>',
      'say each sentence up to so many times, have it heard, and keep the best take',
      countBetween(1, mostTakes),
    )
    .option('--ear <engine>', 'recognition engine that hears the takes; the one that suits, else')
    .addOption(providerOption())
    .option('-o, --out <file>', 'WAV file to write; without it the text is played')
    .addOption(jsonOption())
    .action(async (words: readonly string[], wished: SpeakWish) => {
      const keptOnInterrupt = wished.out === undefined ? 'Nothing was kept.' : 'No file was written.';
      await run({ json: wished.json, keptOnInterrupt }, (context) => speakText(words, wished, context));
    });
};

/** As it is written on the command line. */
interface SpeakWish extends Omit<SpeakOptions, 'voice'>, VoiceWish {}

async function speakText(
  words: readonly string[],
  { voice: named, engine, ...wished }: SpeakWish,
  context: CommandContext,
): Promise<ExitCode> {
  const { services, signal, output } = context;
  if (wished.ear !== undefined && wished.takes === undefined)
    throw new UsageError('--ear is for --takes.', 'Say how many takes, such as --takes 3, or leave it out.');
  const text = await readText({ words, file: wished.file }, context);
  const wish = { ...(named !== undefined && { voice: named }), ...(engine !== undefined && { engine }) };
  const options = { ...wished, voice: await services.chooseVoice(wish, signal) };
  const { file, direction } = options;
  if (file !== undefined && hasPlan(file)) {
    if (direction !== undefined) throw directedScript(file);
    return speakPlannedFile({ file, source: text, options }, context);
  }
  const { request, dropped } = toSpokenRequest(text, options, services.voiceAbilities(options.voice));
  for (const { message } of dropped) output.note(message);
  const unspoken = await services.findUnspoken([request], signal);
  if (unspoken !== null) throw unspoken.refusal;
  const playOrWrite = await openSink(
    { out: options.out, sources: file === undefined ? [] : [file] },
    context,
  );
  await offerMissingModels(context, services.synthesisModels(options.voice));
  const choice = await createSpeakingChoice(options, context)(request);
  const speech = await services.speakText(request, choice, signal);
  const progress = output.progress(options.out ?? 'speaking', 'characters');
  const spoken = createTally(output.isJson, ({ endOffset }) => {
    progress.update(endOffset, text.length);
  });
  try {
    await playOrWrite(spoken.watch(speech.chunks), speech.sampleRateHz);
  } finally {
    progress.end();
  }
  const { out, voice } = options;
  const records = dropped.map(({ ability, message }) => ({ ability, voice, message, range: null }));
  const told = { dropped: records, replaced: [] };
  reportSpeech({ out, voice, summary: speech.summary(), words: spoken.words, ...told }, context);
  return exitCodes.ok;
}

function directedScript(file: string): UsageError {
  return new UsageError(
    `--direction was given for ${file}, which says itself how it is spoken.`,
    'Write directions into the file, or speak a plain text.',
  );
}

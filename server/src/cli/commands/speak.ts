import type { Prosody } from '../../../../protocol/prosody.ts';
import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import { mostTakes } from '../../../../protocol/takes.ts';
import { defaultVoice } from '../../modelLibrary.ts';
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
import { offerMissingModels } from '../pullModel.ts';
import { readText } from '../readText.ts';
import { hasPlan, speakPlannedFile } from '../speakPlannedFile.ts';
import type { SpeakOptions } from '../speakOptions.ts';
import { createTally, reportSpeech } from '../speechReport.ts';
import { openSink } from '../speechSink.ts';
import { createSpeakingChoice } from '../speakingChoice.ts';

export const speakCommand: AddCommand = (program, run) => {
  program
    .command('speak')
    .description('say a text, on the speaker or into a file')
    .argument('[text...]', 'what to say; - reads standard input')
    .option(
      '-f, --file <file>',
      'a text, a script (.aloud) or a Markdown file (.md) to say; - reads standard input',
    )
    .option('--voice <id>', 'voice, of a script its narrator; see `aloud voices`', defaultVoice)
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
  const { file } = options;
  if (file !== undefined && hasPlan(file)) return speakPlannedFile({ file, source: text, options }, context);
  const playOrWrite = await openSink(options.out, context);
  await offerMissingModels(context, services.synthesisModels(options.voice));
  const request = toRequest(text, options);
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
  reportSpeech({ out, voice, summary: speech.summary(), words: spoken.words, dropped: [] }, context);
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

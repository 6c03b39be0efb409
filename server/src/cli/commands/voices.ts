import type { Command } from 'commander';
import type { VoiceSummary } from '../../voices/voiceLibrary.ts';
import { addVoice, type AddVoiceOptions } from '../addVoice.ts';
import {
  jsonOption,
  parseLanguageTag,
  type AddCommand,
  type CommandContext,
  type RunCommand,
} from '../command.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { formatDuration, formatTable } from '../format.ts';
import { voiceRecord } from '../voiceRecord.ts';

interface JsonOptions {
  readonly json: boolean;
}

export const voicesCommand: AddCommand = (program, run) => {
  const voices = program
    .command('voices')
    .description('the voices that can speak, and your own, made of clips');
  addList(voices, run);
  addAdd(voices, run);
  addShow(voices, run);
  addRemove(voices, run);
};

function addList(voices: Command, run: RunCommand): void {
  voices
    .command('list', { isDefault: true })
    .description('list them')
    .addOption(jsonOption())
    .action(async ({ json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: 'Nothing was changed.' }, listVoices);
    });
}

function addAdd(voices: Command, run: RunCommand): void {
  voices
    .command('add')
    .description('make a voice of a clip of 3 to 10 s in which one person speaks')
    .argument('<name>', 'what to call it')
    .argument('<clip>', 'sound file (wav, flac, mp3, ogg)')
    .option('--whose <statement>', 'whose voice it is and that they agree; kept with the voice')
    .option('--transcript <text>', 'exactly what is said in the clip; what is heard in it else')
    .option('--language <tag>', 'language of the clips', parseLanguageTag)
    .option(
      '--emotion <emotion clip transcript...>',
      'a clip that an emotion is spoken with; may be repeated',
    )
    .option('--trust-transcript', 'the transcripts are right, whatever is heard', false)
    .option('--replace', 'a voice of that name goes', false)
    .addOption(jsonOption())
    .action(async (name: string, clip: string, options: AddVoiceOptions) => {
      await run({ json: options.json, keptOnInterrupt: 'No voice was made.' }, (context) =>
        addVoice({ name, clip, options }, context),
      );
    });
}

function addShow(voices: Command, run: RunCommand): void {
  voices
    .command('show')
    .description('say whose voice it is and what it was made of')
    .argument('<name>', 'a voice of your own')
    .addOption(jsonOption())
    .action(async (name: string, { json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: 'Nothing was changed.' }, (context) => showVoice(name, context));
    });
}

function addRemove(voices: Command, run: RunCommand): void {
  voices
    .command('remove')
    .description('delete voices of your own')
    .argument('<name...>', 'voices')
    .addOption(jsonOption())
    .action(async (names: readonly string[], { json }: JsonOptions) => {
      await run({ json, keptOnInterrupt: 'Voices not yet removed are still there.' }, (context) =>
        removeVoices(names, context),
      );
    });
}

async function listVoices({ services, output, signal }: CommandContext): Promise<ExitCode> {
  const voices = await services.listVoices(signal);
  const unreadable = (await services.voices.list(signal)).filter(({ state }) => state === 'unreadable');
  output.record({ ok: true, voices, unreadable: unreadable.map(voiceRecord) });
  const rows = voices.map(({ id, engine, language, gender, state }) => [
    id,
    engine,
    language,
    gender ?? '-',
    state === 'installed' ? 'installed' : 'not installed',
  ]);
  output.result(formatTable([['VOICE', 'ENGINE', 'LANGUAGE', 'GENDER', 'STATE'], ...rows]));
  for (const voice of unreadable) noteUnreadable(voice, output);
  return exitCodes.ok;
}

function noteUnreadable(voice: VoiceSummary, output: CommandContext['output']): void {
  if (voice.state === 'unreadable')
    output.note(`${voice.name} cannot speak: ${voice.problem.message} ${voice.problem.hint}`);
}

async function showVoice(name: string, { services, output, signal }: CommandContext): Promise<ExitCode> {
  const voice = await services.voices.summarize(name, signal);
  output.record({ ok: true, voice: voiceRecord(voice) });
  output.result(
    [
      `${voice.name} (${voice.language}), spoken by ${voice.engine}`,
      `Whose voice: ${voice.consent.statement}`,
      `Stated: ${voice.consent.statedAt}`,
      ...voice.clips.map(
        ({ emotion, durationMs, transcript }) =>
          `${emotion ?? 'clip'}, ${formatDuration(durationMs)}: ${transcript}`,
      ),
    ].join('\n'),
  );
  return exitCodes.ok;
}

async function removeVoices(
  names: readonly string[],
  { services, output, signal }: CommandContext,
): Promise<ExitCode> {
  for (const name of names) {
    await services.voices.remove(name, signal);
    output.note(`${name} was removed.`);
  }
  output.record({ ok: true, removed: names });
  return exitCodes.ok;
}

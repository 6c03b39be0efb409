import { InvalidArgumentError, Option } from 'commander';
import { mostTakes } from '../../../../protocol/takes.ts';
import { chapterFormats } from '../../book/renderChapter.ts';
import type { VoiceWish } from '../../modelLibrary/chooseVoice.ts';
import { defaultVoice } from '../../modelLibrary/knownEngines.ts';
import { countBetween, jsonOption, parseLanguageTag, providerOption, type AddCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { hasPlan } from '../plannedFile.ts';
import { readText } from '../readText.ts';
import { renderPlannedFile } from '../renderPlannedFile.ts';
import { bookFormats, type BookFormat, type RenderOptions } from '../renderOptions.ts';

export const renderCommand: AddCommand = (program, run) => {
  program
    .command('render')
    .description('make a finished book of a script: a file for each chapter, as loud as shops ask')
    .argument('<script>', 'a script (.aloud) or a Markdown file (.md)')
    .requiredOption('-o, --out <folder>', 'folder of the book; what is there and unchanged is kept')
    .addOption(
      new Option(
        '--format <list>',
        `what is written of each chapter, of ${chapterFormats.join(', ')}; of the whole book: epub, whose words are marked as they are heard, and m4b, by ffmpeg`,
      )
        .argParser(parseFormats)
        .default(['mp3'], 'mp3'),
    )
    .option('--voice <id>', `voice of the narrator; see \`aloud voices\` (default: ${defaultVoice})`)
    .option('--engine <name>', 'speak with a voice of this engine; see `aloud voices`')
    .option('--language <tag>', "language of what names none; the voice's own by default", parseLanguageTag)
    .option(
      '--takes <count>',
      'say each sentence up to so many times, have it heard, and keep the best take',
      countBetween(1, mostTakes),
    )
    .option('--ear <engine>', 'recognition engine that hears the takes')
    .option('--again', 'make chapters again that are there', false)
    .addOption(providerOption())
    .addOption(jsonOption())
    .action(async (file: string, wished: RenderWish) => {
      const keptOnInterrupt = 'Chapters that were complete are kept; the same command goes on.';
      await run({ json: wished.json, keptOnInterrupt }, async (context) => {
        const { voice, engine, ear, takes, ...given } = wished;
        if (ear !== undefined && takes === undefined)
          throw new UsageError(
            '--ear is for --takes.',
            'Say how many takes, such as --takes 3, or leave it out.',
          );
        if (!hasPlan(file)) throw noChapters(file);
        const source = await readText({ words: [], file }, context);
        const wish = { ...(voice !== undefined && { voice }), ...(engine !== undefined && { engine }) };
        const options = {
          ...given,
          ...(ear !== undefined && { ear }),
          ...(takes !== undefined && { takes }),
          voice: await context.services.chooseVoice(wish, context.signal),
        };
        return renderPlannedFile({ file, source, options }, context);
      });
    });
};

/** As it is written on the command line. */
interface RenderWish extends Omit<RenderOptions, 'voice'>, VoiceWish {}

function parseFormats(list: string): readonly BookFormat[] {
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  const formats = bookFormats.filter((format) => names.includes(format));
  if (formats.length > 0 && names.every((name) => formats.some((format) => format === name))) return formats;
  throw new InvalidArgumentError(`It is one or more of ${bookFormats.join(', ')}, such as mp3,srt.`);
}

function noChapters(file: string): UsageError {
  return new UsageError(
    `${file} is neither a script nor Markdown, which have chapters.`,
    'Name it .aloud or .md, with a line `# Title` before each chapter, or use `aloud speak --file`.',
  );
}

import { InvalidArgumentError, type Command } from 'commander';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { spokenLanguage } from '../recognition/spokenLanguage.ts';
import { parseLanguageTag } from './command.ts';
import { UsageError } from './failure.ts';
import { readReplacements } from './readReplacements.ts';
import { readVocabulary } from './readVocabulary.ts';

/** What every command that hears takes. */
export interface RecognitionFlags {
  readonly engine?: string;
  readonly language?: string;
  readonly allowedLanguages?: readonly string[];
  readonly itn: boolean;
  /** A file. */
  readonly vocabulary?: string;
  /** A file. */
  readonly replacements?: string;
  readonly fillers: boolean;
}

export function addRecognitionFlags(command: Command): Command {
  return command
    .option('--engine <name>', 'recognition engine or model; the one that suits, of those installed, else')
    .option('--language <tag>', 'language that is spoken', parseLanguageTag)
    .option('--allowed-languages <tags>', 'languages that may be spoken, such as zh,en', parseLanguageTags)
    .option('--no-itn', 'write numbers as they are said, without punctuation, where the engine can')
    .option('--vocabulary <file>', 'phrases that may be said, one in each line as it is to be written')
    .option(
      '--replacements <file>',
      'what is written for what is heard, one "my mail -> me@example.org" a line',
    )
    .option('--no-fillers', 'leave out "um", "uh" and the like, in the language that is heard');
}

/**
 * What is asked of the recognizer.
 *
 * @throws UsageError for languages that exclude each other; SpeechError as `readVocabulary` and `readReplacements`
 */
export async function toRecognitionOptions(
  flags: RecognitionFlags,
  signal: AbortSignal,
): Promise<RecognitionOptions> {
  const { language, allowedLanguages, itn, vocabulary, replacements, fillers } = flags;
  const isAllowed = allowedLanguages?.map(writtenLanguage).includes(writtenLanguage(language ?? ''));
  if (language !== undefined && isAllowed === false)
    throw new UsageError(
      `--language ${language} is not among --allowed-languages ${allowedLanguages?.join(',')}.`,
      'Leave out one of the two.',
    );
  return {
    ...(language !== undefined && { language }),
    ...(allowedLanguages !== undefined && { allowedLanguages: [...allowedLanguages] }),
    ...(!itn && { inverseTextNormalization: false }),
    ...(vocabulary !== undefined && { vocabulary: await readVocabulary(vocabulary, signal) }),
    ...(replacements !== undefined && { replacements: await readReplacements(replacements, signal) }),
    ...(!fillers && { leaveOutFillers: true }),
  };
}

/** As engines that know no Cantonese hear it too, which is Chinese to them. */
function writtenLanguage(tag: string): string {
  const language = spokenLanguage(tag);
  return language === 'yue' ? 'zh' : language;
}

function parseLanguageTags(value: string): readonly string[] {
  const tags = value.split(',').map((tag) => tag.trim());
  if (tags.includes('') || tags.length > 100) {
    throw new InvalidArgumentError(
      'They are up to 100 language tags with commas between them, such as zh,en.',
    );
  }
  return tags.map(parseLanguageTag);
}

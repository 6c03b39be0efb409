import { InvalidArgumentError, type Command } from 'commander';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { parseLanguageTag } from './command.ts';

/** What every command that hears takes. */
export interface RecognitionFlags {
  readonly engine?: string;
  readonly language?: string;
  readonly allowedLanguages?: readonly string[];
  readonly itn: boolean;
}

export function addRecognitionFlags(command: Command): Command {
  return command
    .option('--engine <name>', 'recognition engine or model; the one that suits, of those installed, else')
    .option('--language <tag>', 'language that is spoken', parseLanguageTag)
    .option('--allowed-languages <tags>', 'languages that may be spoken, such as zh,en', parseLanguageTags)
    .option('--no-itn', 'write numbers as they are said, without punctuation, where the engine can');
}

/** What is asked of the recognizer. */
export function toRecognitionOptions(flags: RecognitionFlags): RecognitionOptions {
  const { language, allowedLanguages, itn } = flags;
  return {
    ...(language !== undefined && { language }),
    ...(allowedLanguages !== undefined && { allowedLanguages: [...allowedLanguages] }),
    ...(!itn && { inverseTextNormalization: false }),
  };
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

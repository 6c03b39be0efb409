import { SpeechError } from '../../../protocol/errors.ts';
import { longestPhrase, mostPhrases, parseVocabulary } from '../../../protocol/vocabulary.ts';
import { decodeText } from './decodeText.ts';
import { readTextFile } from './readText.ts';

/**
 * Reads a file of phrases that may be said, as `parseVocabulary` does; here a line that is too long is a mistake.
 *
 * @throws SpeechError fileUnreadable, inputTooLong, invalidInput
 */
export async function readVocabulary(file: string, signal: AbortSignal): Promise<string[]> {
  const { text } = decodeText(await readTextFile(file, signal), file);
  const { phrases, longLines } = parseVocabulary(text);
  const [longLine] = longLines;
  if (longLine !== undefined) {
    throw new SpeechError('invalidInput', {
      message: `Line ${longLine} of ${file} is too long; a phrase has at most ${longestPhrase} characters.`,
      hint: 'A vocabulary has one word or phrase in each line.',
    });
  }
  if (phrases.length > 0 && phrases.length <= mostPhrases) return [...phrases];
  throw new SpeechError('invalidInput', {
    message:
      phrases.length === 0
        ? `${file} has no phrases.`
        : `${file} has ${phrases.length} phrases; a vocabulary has at most ${mostPhrases}.`,
    hint: 'Write one word or phrase in each line, as it is to be written.',
  });
}

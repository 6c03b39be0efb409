import { SpeechError } from '../../../protocol/errors.ts';
import { decodeText } from './decodeText.ts';
import { readTextFile } from './readText.ts';

/**
 * Reads a file of phrases that may be said: one in each line, as it is to be written; lines that are empty or begin
 * with `#` are none. Each phrase comes once.
 *
 * @throws SpeechError fileUnreadable, inputTooLong, invalidInput
 */
export async function readVocabulary(file: string, signal: AbortSignal): Promise<string[]> {
  const { text } = decodeText(await readTextFile(file, signal), file);
  const phrases = new Set<string>();
  for (const [index, line] of text.split(/\r\n|\r|\n/u).entries()) {
    const phrase = line.trim();
    if (phrase === '' || phrase.startsWith('#')) continue;
    if (phrase.length > longestPhrase) {
      throw new SpeechError('invalidInput', {
        message: `Line ${index + 1} of ${file} has ${phrase.length} characters; a phrase has at most ${longestPhrase}.`,
        hint: 'A vocabulary has one word or phrase in each line.',
      });
    }
    phrases.add(phrase);
  }
  if (phrases.size > 0 && phrases.size <= mostPhrases) return [...phrases];
  throw new SpeechError('invalidInput', {
    message:
      phrases.size === 0
        ? `${file} has no phrases.`
        : `${file} has ${phrases.size} phrases; a vocabulary has at most ${mostPhrases}.`,
    hint: 'Write one word or phrase in each line, as it is to be written.',
  });
}

/** As `recognitionOptionsSchema` takes them. */
const longestPhrase = 200;
const mostPhrases = 50_000;

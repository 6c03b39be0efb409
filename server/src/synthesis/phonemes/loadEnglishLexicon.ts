import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../protocol/errors.ts';
import { decodeLexicon, type EnglishLexicon } from '../../text/phonemes/english/lexiconFile.ts';

/**
 * Loads the English lexicon that the build writes as `dist/english.lexicon`.
 *
 * @throws SpeechError fileUnreadable when the file is missing or is no lexicon
 */
export async function loadEnglishLexicon(path: string, signal: AbortSignal): Promise<EnglishLexicon> {
  signal.throwIfAborted();
  try {
    return decodeLexicon(await readFile(path, { signal }));
  } catch (cause) {
    signal.throwIfAborted();
    throw new SpeechError('fileUnreadable', {
      message: `The English lexicon "${path}" cannot be read.`,
      hint: 'Install Aloud again, or run "npm run build" in a checkout.',
      cause,
    });
  }
}

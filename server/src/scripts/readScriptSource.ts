import { SpeechError } from '../../../protocol/errors.ts';
import { readFailureReason } from '../files/fileSystemErrors.ts';
import { readBounded } from './readBounded.ts';

/** Longer ones are refused before they fill the memory; a novel of 1,000 pages has 2 MB. */
const maxScriptBytes = 32_000_000;

/**
 * The text of a script as it is in its file, a byte order mark included, so that offsets are those of the file.
 *
 * @throws SpeechError fileUnreadable, inputTooLong; invalidInput for what is not UTF-8
 */
export async function readScriptSource(file: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const bytes = await readBytes(file, signal);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SpeechError('invalidInput', {
      message: `${file} is not UTF-8.`,
      hint: 'Scripts are UTF-8: save it so, or convert it: iconv -f ENCODING -t UTF-8 FILE > NEW.',
      cause,
    });
  }
}

async function readBytes(file: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const bytes = await readBounded(file, maxScriptBytes, signal);
    if (bytes.length > maxScriptBytes) throw tooLong(file);
    return bytes;
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof SpeechError) throw cause;
    throw new SpeechError('fileUnreadable', {
      message: `${file} could not be read: ${readFailureReason(cause)}.`,
      hint: 'Check the path and that you may read it.',
      cause,
    });
  }
}

function tooLong(file: string): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `${file} has more than ${maxScriptBytes / 1_000_000} MB of text.`,
    hint: 'Split it into a script for each chapter.',
  });
}

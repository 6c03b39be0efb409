import type { Readable } from 'node:stream';
import { SpeechError } from '../../../protocol/errors.ts';
import { readFailureReason } from '../files/fileSystemErrors.ts';
import { readBounded } from '../scripts/readBounded.ts';
import { decodeText } from './decodeText.ts';
import { UsageError } from './failure.ts';
import type { Output } from './output.ts';

/** Where a command's text comes from: words of the command line, a file, or stdin. */
export interface TextSource {
  readonly words: readonly string[];
  readonly file: string | undefined;
}

export interface TextInput {
  readonly stdin: Readable;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Texts above this are refused before they fill the memory; a novel of 1,000 pages has 2 MB. */
const maxTextBytes = 32_000_000;

/**
 * @throws UsageError where no text, or two, were given
 * @throws SpeechError fileUnreadable, inputTooLong, invalidInput
 */
export async function readText(source: TextSource, input: TextInput): Promise<string> {
  const { words, file } = source;
  if (words.length > 0 && file !== undefined) {
    throw new UsageError('Both a text and --file were given.', 'Give one of them.');
  }
  const usesStdin = file === '-' || (words.length === 1 && words[0] === '-');
  if (words.length > 0 && !usesStdin) return requireSpeakable(words.join(' '), 'The text');
  const name = usesStdin ? 'Standard input' : file;
  if (name === undefined) {
    throw new UsageError('No text was given.', 'Give TEXT, --file FILE, or - to read standard input.');
  }
  const bytes = usesStdin ? await readStdin(input) : await readTextFile(name, input.signal);
  const decoded = decodeText(bytes, name);
  if (!decoded.isCertain) {
    input.output.note(`${name} is not UTF-8; it was read as ${decoded.encoding}.`);
  }
  return requireSpeakable(decoded.text, name);
}

/** @throws SpeechError fileUnreadable, inputTooLong */
export async function readTextFile(file: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const bytes = await readBounded(file, maxTextBytes, signal);
    return requireSize(bytes, file);
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

async function readStdin({ stdin, signal }: TextInput): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  const stop = (): void => {
    stdin.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stdin) {
      const bytes = Buffer.from(chunk as Uint8Array);
      byteCount += bytes.length;
      chunks.push(bytes);
      if (byteCount > maxTextBytes) break;
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw new SpeechError('fileUnreadable', {
      message: `Standard input could not be read: ${readFailureReason(cause)}.`,
      hint: 'Give the text as an argument or with --file.',
      cause,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  return requireSize(Buffer.concat(chunks), 'Standard input');
}

function requireSize(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length <= maxTextBytes) return bytes;
  throw new SpeechError('inputTooLong', {
    message: `${name} has more than ${maxTextBytes / 1_000_000} MB of text.`,
    hint: 'Split it into chapters and speak them one by one.',
  });
}

function requireSpeakable(text: string, name: string): string {
  if (/[\p{L}\p{N}]/u.test(text)) return text;
  throw new SpeechError('invalidInput', {
    message: text.trim() === '' ? `${name} is empty.` : `${name} has no words to say.`,
    hint: 'Give a text with at least one word.',
  });
}

import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { SpeechError } from '../../../../protocol/errors.ts';
import type { Exchange } from './exchange.ts';
import type { HttpLimits } from './httpLimits.ts';
import { HttpRefusal } from './httpRefusal.ts';
import { refuseEncoded } from './requestType.ts';

/** A form of text fields and one file named `file`. */
export interface Form {
  /** Values by name, in the order they came. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly hasFile: boolean;
}

/**
 * Reads a multipart form in bounded memory. The file goes to `path`, readable by this user only; it is the caller's to
 * remove, also after an error. Nothing is written to it any more when this settles.
 *
 * @throws HttpRefusal 400, 413, 415; SpeechError diskFull, fileUnwritable; the signal's reason
 */
export async function readForm(
  { request, signal }: Exchange,
  path: string,
  limits: HttpLimits,
): Promise<Form> {
  refuseEncoded(request);
  if (Number(request.headers['content-length'] ?? 0) > limits.uploadBytes + formOverheadBytes) {
    throw fileTooLarge(limits);
  }
  const parser = createParser(request.headers['content-type'] ?? '', limits);
  const stopped = new AbortController();
  const writes: Promise<void>[] = [];
  const write = (file: BusboyFileStream): Promise<void> => {
    const writing = writeFile(file, path, stopped.signal);
    writes.push(writing);
    return writing;
  };
  try {
    const fields = await new Promise<Form['fields']>((resolve, reject) => {
      collect(parser, { write, limits, resolve, reject });
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      request.pipe(parser);
    });
    return { fields, hasFile: writes.length > 0 };
  } catch (error) {
    stopped.abort();
    // What still comes of the body is read and dropped, so that the client comes to read the answer.
    request.unpipe(parser);
    request.resume();
    throw error;
  } finally {
    await Promise.allSettled(writes);
  }
}

/** More than all other parts of a form have together. */
const formOverheadBytes = 4 * 1024 * 1024;
const maxFields = 64;

interface Collecting {
  readonly write: (file: BusboyFileStream) => Promise<void>;
  readonly limits: HttpLimits;
  readonly resolve: (fields: Form['fields']) => void;
  readonly reject: (error: unknown) => void;
}

function collect(parser: BusboyInstance, { write, limits, resolve, reject }: Collecting): void {
  const fields = new Map<string, string[]>();
  let written: Promise<void> = Promise.resolve();
  parser.on('field', (name, value, ...[isNameCut, isValueCut]) => {
    if (isNameCut || isValueCut) reject(fieldTooLong(isNameCut ? undefined : name));
    else fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  parser.on('file', (name, file) => {
    // An error of the file is told by what reads it; one that nobody reads must not be thrown.
    file.on('error', reject);
    if (name !== 'file') {
      file.resume();
      reject(badForm(`has a file named otherwise than "file"`));
      return;
    }
    file.on('limit', () => {
      reject(fileTooLarge(limits));
    });
    written = write(file);
    written.catch((error: unknown) => {
      reject(toWriteError(error));
    });
  });
  parser.on('filesLimit', () => {
    reject(badForm('has more than one file'));
  });
  parser.on('fieldsLimit', () => {
    reject(badForm(`has more than ${maxFields} fields`));
  });
  parser.on('error', () => {
    reject(badForm('is broken off or not well-formed'));
  });
  parser.on('finish', () => {
    written.then(() => {
      resolve(fields);
    }, reject);
  });
}

function createParser(contentType: string, { uploadBytes, fieldBytes }: HttpLimits): BusboyInstance {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new HttpRefusal(415, {
      code: 'invalidInput',
      message: 'The body is not said to be a form.',
      hint: 'Send multipart/form-data with a boundary, as `curl -F` does.',
    });
  }
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fieldNameSize: 100,
        fieldSize: fieldBytes,
        fields: maxFields,
        fileSize: uploadBytes,
        files: 1,
        headerPairs: 32,
        headerSize: 16 * 1024,
      },
      // A part without a file name is a field, whatever its type.
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    });
  } catch {
    throw badForm('has no boundary');
  }
}

async function writeFile(file: BusboyFileStream, path: string, signal: AbortSignal): Promise<void> {
  await pipeline(file, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
}

function toWriteError(cause: unknown): SpeechError {
  const code = cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : null;
  if (code === null) return badForm('is broken off or not well-formed');
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new SpeechError(isFull ? 'diskFull' : 'fileUnwritable', {
    message: `The file could not be kept while it is heard: ${isFull ? 'the disk is full' : code}.`,
    hint: 'Free some space in the folder for temporary files.',
    cause,
  });
}

function badForm(what: string): HttpRefusal {
  return new HttpRefusal(400, {
    code: 'invalidInput',
    message: `The form ${what}.`,
    hint: 'Send multipart/form-data with one file named "file" and the fields beside it.',
  });
}

function fieldTooLong(param: string | undefined): HttpRefusal {
  return new HttpRefusal(413, {
    code: 'inputTooLong',
    message: 'A field of the form is too long.',
    hint: 'Only the file may be large.',
    ...(param !== undefined && { param }),
  });
}

function fileTooLarge({ uploadBytes }: HttpLimits): HttpRefusal {
  return new HttpRefusal(413, {
    code: 'inputTooLong',
    message: `The file is larger than ${uploadBytes} bytes.`,
    hint: 'Send it compressed, for example as FLAC or MP3, or in parts.',
    param: 'file',
  });
}

import { createHash, type Hash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isSpeechError } from '../../../protocol/errors.ts';
import { readAnswerFacts } from './answerFacts.ts';
import { requireDiskSpace } from '../files/diskSpace.ts';
import { inStore } from '../files/fileSystemErrors.ts';
import { httpGet, type HttpAnswer } from './network.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';
import { hashFile } from './verify.ts';

export interface DownloadRequest {
  readonly url: URL;
  /** Where the bytes go; bytes already there are gone on from. */
  readonly partPath: string;
  /** Null where nobody knows: then the server's own word counts. */
  readonly expectedBytes: number | null;
  /** Null where nobody knows: then what the hub states on the way counts. */
  readonly expectedHash: ExpectedHash | null;
  readonly onReceived: (receivedBytes: number, totalBytes: number | null) => void;
}

export interface ExpectedHash {
  readonly algorithm: 'sha256' | 'sha512' | 'sha1';
  /** Lower-case hexadecimal. */
  readonly hex: string;
}

export interface Download {
  readonly bytes: number;
  /** Of the bytes received, lower-case hexadecimal, by the expected hash's algorithm or sha256. */
  readonly hex: string;
  /** True where the hash was known beforehand or stated by the hub, and was met. */
  readonly isVerified: boolean;
}

/**
 * Brings a file over HTTP(S) into its part file, whatever the connection does:
 *
 * 1. What an earlier attempt left is hashed again and gone on from, with `If-Range`, so that a file which changed
 *    on the server starts anew.
 * 2. A connection that drops, stalls or ends early is asked again from the last byte, with growing pauses, until
 *    `maxFruitlessRequests` requests in a row brought nothing new.
 * 3. A server that ignores ranges or answers another one starts the file anew.
 * 4. Lengths stated by the server do not count where the size is known: reading ends at the expected size.
 * 5. Size and hash are checked at the end. Bytes that came in several pieces get one second chance from the start.
 *
 * Afterwards the part file is complete and right, or holds what a later attempt goes on from, or, where its bytes
 * were wrong or filled the disk, is gone.
 *
 * @throws SourceFailure where this address cannot give the file; SpeechError `diskFull`, `cacheNotWritable`
 */
export async function download(wanted: DownloadRequest, transfer: Transfer): Promise<Download> {
  const first = await receiveFile(wanted, transfer);
  const last = first.isWrong && first.isResumed ? await receiveFile(wanted, transfer) : first;
  if (last.isWrong) {
    throw new SourceFailure('wrongBytes', `${wanted.url.host} sent other bytes than expected.`);
  }
  return last;
}

/** Forgets the bytes and what is known of them. */
export async function discardPart({ partPath }: { readonly partPath: string }): Promise<void> {
  await rm(partPath, { force: true });
  await rm(validatorPath(partPath), { force: true });
}

interface ReceivedFile extends Download {
  readonly isWrong: boolean;
  readonly isResumed: boolean;
}

async function receiveFile(wanted: DownloadRequest, transfer: Transfer): Promise<ReceivedFile> {
  const part = await openPart(wanted, transfer.signal);
  try {
    await fill(part, wanted, transfer);
  } catch (error) {
    // A disk left full to the last byte would stop others, too. A refusal beforehand has no cause and wrote nothing.
    if (isSpeechError(error, 'diskFull') && error.cause !== undefined) {
      await discardPart(part);
    }
    throw error;
  }
  const hex = part.hash.digest('hex');
  const expected = wanted.expectedHash?.hex ?? part.statedSha256;
  const isWrong = expected !== null && hex !== expected;
  if (isWrong) {
    await discardPart(part);
  }
  return {
    bytes: part.receivedBytes,
    hex,
    isVerified: expected !== null,
    isWrong,
    isResumed: part.isResumed,
  };
}

interface Part {
  readonly partPath: string;
  hash: Hash;
  receivedBytes: number;
  /** The server's name for this version of the file: an entity tag or a date. */
  validator: string | null;
  /** True where the bytes came from more than one request. */
  isResumed: boolean;
  totalBytes: number | null;
  statedSha256: string | null;
}

function validatorPath(partPath: string): string {
  return `${partPath}.validator`;
}

async function openPart(wanted: DownloadRequest, signal: AbortSignal): Promise<Part> {
  const { partPath } = wanted;
  const part: Part = {
    partPath,
    hash: newHash(wanted),
    receivedBytes: 0,
    validator: await readFile(validatorPath(partPath), 'utf8').catch(() => null),
    isResumed: false,
    totalBytes: wanted.expectedBytes,
    statedSha256: null,
  };
  const size = await stat(partPath).then(
    (found) => found.size,
    () => 0,
  );
  const isUsable = part.validator !== null || wanted.expectedHash !== null;
  if (size > 0 && isUsable && (wanted.expectedBytes === null || size <= wanted.expectedBytes)) {
    part.receivedBytes = await hashFile(partPath, part.hash, signal);
    part.isResumed = true;
    if (wanted.expectedHash !== null && part.hash.copy().digest('hex') === wanted.expectedHash.hex) {
      part.totalBytes = part.receivedBytes;
    }
  }
  return part;
}

function newHash({ expectedHash }: DownloadRequest): Hash {
  return createHash(expectedHash?.algorithm ?? 'sha256');
}

async function fill(part: Part, wanted: DownloadRequest, transfer: Transfer): Promise<void> {
  let mostBytes = part.receivedBytes;
  let fruitlessCount = 0;
  while (!isComplete(part)) {
    const failure = await receiveOnce(part, wanted, transfer);
    if (isComplete(part)) {
      return;
    }
    if (part.receivedBytes > mostBytes) {
      mostBytes = part.receivedBytes;
      fruitlessCount = 0;
      continue;
    }
    fruitlessCount += 1;
    if (fruitlessCount >= transfer.timing.maxFruitlessRequests) {
      throw failure;
    }
    const pauseMs = transfer.timing.retryMs * 2 ** (fruitlessCount - 1) * (0.75 + Math.random() / 2);
    await delay(pauseMs, undefined, { signal: transfer.signal });
  }
}

function isComplete({ receivedBytes, totalBytes }: Part): boolean {
  return totalBytes !== null && receivedBytes >= totalBytes;
}

/** One request. Returns why the file is not complete, for the case that nothing better follows. */
async function receiveOnce(part: Part, wanted: DownloadRequest, transfer: Transfer): Promise<SourceFailure> {
  try {
    const answer = await httpGet({ url: wanted.url, headers: rangeHeaders(part) }, transfer);
    try {
      const refusal = await accept(answer, part, wanted);
      if (refusal !== null) {
        return refusal;
      }
      await receiveBody(answer, { part, wanted, transfer });
    } finally {
      answer.discard();
    }
    return new SourceFailure('network', `${wanted.url.host} ended the file early.`);
  } catch (error) {
    if (error instanceof SourceFailure && error.reason === 'network') {
      return error;
    }
    throw error;
  }
}

function rangeHeaders({ receivedBytes, validator }: Part): Record<string, string> {
  // Compressed transfer would make ranges and lengths those of the compressed bytes.
  const headers = { 'accept-encoding': 'identity', 'user-agent': 'aloud' };
  if (receivedBytes === 0) {
    return headers;
  }
  const range = { ...headers, range: `bytes=${receivedBytes}-` };
  return validator === null ? range : { ...range, 'if-range': validator };
}

/**
 * Sets the part up for the answer's body.
 *
 * @returns null to go on; a failure that a repetition may cure
 * @throws SourceFailure that no repetition cures
 */
async function accept(
  answer: HttpAnswer,
  part: Part,
  wanted: DownloadRequest,
): Promise<SourceFailure | null> {
  const { status } = answer;
  const { host } = wanted.url;
  const { range, ...stated } = readAnswerFacts(answer);
  if (status === 206 && range.startBytes === part.receivedBytes) {
    part.isResumed = true;
    part.totalBytes ??= range.totalBytes;
    part.statedSha256 ??= stated.sha256;
    return null;
  }
  if (status === 200) {
    await restart(part, wanted);
    part.validator = stated.validator;
    part.totalBytes ??= stated.lengthBytes;
    part.statedSha256 = stated.sha256;
    return null;
  }
  if (status === 416 && part.totalBytes === null && range.totalBytes === part.receivedBytes) {
    part.totalBytes = range.totalBytes;
    return new SourceFailure('network', `${host} has nothing to add.`);
  }
  if (status === 206 || status === 416) {
    await restart(part, wanted);
    return new SourceFailure('wrongBytes', `${host} has no bytes where the file should go on.`);
  }
  const failure = new SourceFailure('refused', `${host} answered ${status}.`);
  if (status === 408 || status === 429 || status >= 500) {
    return failure;
  }
  throw failure;
}

async function restart(part: Part, wanted: DownloadRequest): Promise<void> {
  await discardPart(part);
  part.hash = newHash(wanted);
  part.receivedBytes = 0;
  part.isResumed = false;
  part.totalBytes = wanted.expectedBytes;
  part.validator = null;
}

interface Receiving {
  readonly part: Part;
  readonly wanted: DownloadRequest;
  readonly transfer: Transfer;
}

/** Appends the body. Every byte written is counted and hashed, also when the connection then fails. */
async function receiveBody(answer: HttpAnswer, { part, wanted, transfer }: Receiving): Promise<void> {
  const folder = dirname(part.partPath);
  const place = part.totalBytes === null ? { folder } : { folder, neededBytes: part.totalBytes };
  const file = await inStore(place, () =>
    transfer.openPartFile(part.partPath, part.receivedBytes === 0 ? 'truncate' : 'append'),
  );
  try {
    if (part.validator !== null) {
      await inStore(place, () => writeFile(validatorPath(part.partPath), part.validator ?? ''));
    }
    await requireDiskSpace(folder, (part.totalBytes ?? 0) - part.receivedBytes, transfer.freeBytes);
    for await (const received of answer.body) {
      const chunk = received.subarray(0, (part.totalBytes ?? Infinity) - part.receivedBytes);
      await inStore(place, () => file.write(chunk));
      part.hash.update(chunk);
      part.receivedBytes += chunk.length;
      wanted.onReceived(part.receivedBytes, part.totalBytes);
      if (isComplete(part)) {
        return;
      }
    }
    // Nobody said how long the file is, and it ended in order.
    part.totalBytes ??= part.receivedBytes;
  } finally {
    await inStore(place, () => file.close());
  }
}

import { MessageFault } from './messageFault.ts';

/** Cuts a stream of bytes into the bodies of its messages, whatever the pieces are in which it comes. */
export interface FrameDecoder {
  push(bytes: Uint8Array): void;
  /**
   * The next body, valid until the next call of `push`; null where more bytes are needed.
   *
   * @throws MessageFault where the bytes are no header, or announce more than the limit; ask no more then
   */
  next(): Buffer | null;
  /** Holds for the headers read from now on. */
  setBodyLimit(bodyBytes: number): void;
}

export interface FrameLimits {
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

/** Holds at most one header, one body and one pushed piece; a length is believed only as its bytes arrive. */
export function createFrameDecoder(limits: FrameLimits): FrameDecoder {
  let bodyLimit = limits.bodyBytes;
  /** The bytes not yet handed out are `storage[start, end)`. */
  let storage = Buffer.alloc(0);
  let start = 0;
  let end = 0;
  /** Null while a header is read. */
  let bodyLength: number | null = null;
  /** How much of the unfinished header was looked at. */
  let scannedBytes = 0;

  const readHeader = (): number | null => {
    const available = Math.min(end - start, limits.headerBytes);
    const header = storage.subarray(start, start + available);
    const length = header.indexOf(headerEnd, Math.max(0, scannedBytes - headerEnd.length + 1));
    // What follows a header is a body, which may be anything.
    requirePrintable(header.subarray(scannedBytes, length === -1 ? available : length));
    scannedBytes = available;
    if (length === -1) {
      if (available < limits.headerBytes) return null;
      throw new MessageFault('tooLong', `A header has more than ${limits.headerBytes} bytes.`);
    }
    start += length + headerEnd.length;
    scannedBytes = 0;
    return contentLength(header.toString('latin1', 0, length), bodyLimit);
  };

  return {
    push(bytes) {
      // An empty storage starts anew, so that a large message does not keep its memory.
      if (start === end) [storage, start, end] = [Buffer.alloc(0), 0, 0];
      if (end + bytes.length > storage.length) {
        const larger = Buffer.alloc(Math.max(end - start + bytes.length, 2 * (end - start)));
        storage.copy(larger, 0, start, end);
        [storage, start, end] = [larger, 0, end - start];
      }
      storage.set(bytes, end);
      end += bytes.length;
    },

    next() {
      bodyLength ??= readHeader();
      if (bodyLength === null || end - start < bodyLength) return null;
      const body = storage.subarray(start, start + bodyLength);
      start += bodyLength;
      bodyLength = null;
      return body;
    },

    setBodyLimit(bodyBytes) {
      bodyLimit = bodyBytes;
    },
  };
}

const headerEnd = Buffer.from('\r\n\r\n');

/** Only ASCII letters, spaces and line ends: binary garbage is told from a header at its first byte. */
function requirePrintable(bytes: Uint8Array): void {
  const isAllowed = (byte: number) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a;
  if (!bytes.every(isAllowed)) throw new MessageFault('unreadable', 'A header has bytes that are no text.');
}

function contentLength(header: string, bodyLimit: number): number {
  let length: number | null = null;
  for (const line of header.split('\r\n')) {
    const [, name, value = ''] = /^([A-Za-z][A-Za-z-]*): *(.*?) *$/u.exec(line) ?? [];
    if (name === undefined) throw new MessageFault('unreadable', 'A line of a header is not a header field.');
    if (name.toLowerCase() !== 'content-length') continue;
    if (!/^\d{1,12}$/u.test(value) || length !== null) {
      throw new MessageFault('unreadable', 'A header must say its Content-Length once, as a decimal number.');
    }
    length = Number(value);
  }
  if (length === null) throw new MessageFault('unreadable', 'A header does not say its Content-Length.');
  if (length > bodyLimit) {
    throw new MessageFault('tooLong', `A message of ${length} bytes is too long: ${bodyLimit} are allowed.`);
  }
  return length;
}

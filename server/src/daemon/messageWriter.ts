import type { Duplex } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc/node';
import { SpeechError } from '../../../protocol/errors.ts';
import type { Clock } from '../system/clock.ts';
import type { DaemonLimits } from './limits.ts';

export type WriterLimits = Pick<DaemonLimits, 'pendingBytes' | 'stallMs'>;

/**
 * Writes messages to a socket in the order of the calls. A peer that reads nothing for `stallMs` while something
 * waits for it, or for which more than `pendingBytes` wait, is cut off.
 */
export class SocketMessageWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Duplex;
  readonly #clock: Clock;
  readonly #limits: WriterLimits;
  #queue: PendingMessage[] = [];
  /** Complete with the slice that is being written. */
  #sending: PendingMessage[] = [];
  #pendingBytes = 0;
  #isWriting = false;
  #failure: SpeechError | null = null;

  constructor(socket: Duplex, options: { readonly clock: Clock; readonly limits: WriterLimits }) {
    super();
    this.#socket = socket;
    this.#clock = options.clock;
    this.#limits = options.limits;
    socket.on('close', () => {
      this.#fail('The connection was closed.');
    });
  }

  /** What was given to `write` and not yet taken by the system. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Resolves when the system took the bytes. @throws SpeechError daemonUnreachable when the connection has ended */
  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      const bytes = encodeMessage(message);
      if (this.#pendingBytes > 0 && this.#pendingBytes + bytes.length > this.#limits.pendingBytes) {
        this.#fail(
          `More than ${this.#limits.pendingBytes} bytes wait for the other side, which does not read them.`,
        );
      }
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#queue.push({ bytes, sentBytes: 0, resolve, reject });
      this.#pendingBytes += bytes.length;
      this.#writeNext();
    });
  }

  end(): void {
    this.#socket.end();
  }

  /** One slice at a time, so that each one taken shows that the peer still reads. */
  #writeNext(): void {
    if (this.#isWriting || this.#queue.length === 0) return;
    const { slice, doneCount } = nextSlice(this.#queue);
    this.#sending = this.#queue.splice(0, doneCount);
    this.#isWriting = true;
    const { stallMs } = this.#limits;
    const stall = this.#clock.after(stallMs, () => {
      this.#fail(`The other side has read nothing for ${stallMs} ms.`);
    });
    this.#socket.write(slice, (error) => {
      stall[Symbol.dispose]();
      this.#isWriting = false;
      if (error != null) this.#fail(error.message);
      if (this.#failure !== null) return;
      this.#pendingBytes -= slice.length;
      const sent = this.#sending;
      this.#sending = [];
      for (const message of sent) message.resolve();
      this.#writeNext();
    });
  }

  #fail(message: string): void {
    if (this.#failure !== null) return;
    this.#failure = new SpeechError('daemonUnreachable', { message, hint: 'Connect again.' });
    const unsent = [...this.#sending, ...this.#queue];
    this.#sending = [];
    this.#queue = [];
    this.#pendingBytes = 0;
    for (const message of unsent) message.reject(this.#failure);
    this.#socket.destroy();
    this.fireClose();
  }
}

interface PendingMessage {
  readonly bytes: Buffer;
  sentBytes: number;
  resolve(): void;
  reject(error: Error): void;
}

const sliceBytes = 256 * 1024;

/** @returns the next bytes of the queue, and how many of its messages are complete with them */
function nextSlice(queue: readonly PendingMessage[]): { slice: Buffer; doneCount: number } {
  const parts: Buffer[] = [];
  let length = 0;
  let doneCount = 0;
  for (const message of queue) {
    if (length === sliceBytes) break;
    const part = message.bytes.subarray(message.sentBytes, message.sentBytes + sliceBytes - length);
    message.sentBytes += part.length;
    length += part.length;
    parts.push(part);
    if (message.sentBytes === message.bytes.length) doneCount++;
  }
  return { slice: Buffer.concat(parts, length), doneCount };
}

function encodeMessage(message: Message): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

import type { Duplex } from 'node:stream';
import { AbstractMessageReader, type DataCallback, type Disposable } from 'vscode-jsonrpc/node';
import { createFrameDecoder, type FrameDecoder } from './frameDecoder.ts';
import type { DaemonLimits } from './limits.ts';
import { parseMessage } from './parseMessage.ts';

export type ReaderLimits = Pick<DaemonLimits, 'headerBytes' | 'bodyBytes' | 'jsonDepth'>;

/**
 * Reads messages from a socket, one each turn of the event loop: vscode-jsonrpc handles one each turn too, so that
 * a flood waits in the socket of who sends it and not in our memory. Messages wait while nobody listens. What came
 * before the socket closed is delivered before `onClose`: it may be the answer that is waited for. A fault is told
 * once, as `onError` with a MessageFault; nothing is read after it.
 */
export class SocketMessageReader extends AbstractMessageReader {
  readonly #socket: Duplex;
  readonly #decoder: FrameDecoder;
  readonly #jsonDepth: number;
  readonly #onReadable = (): void => {
    this.#schedule();
  };
  readonly #onClose = (): void => {
    this.#isClosed = true;
    if (this.#scheduled === null) this.fireClose();
  };
  #callback: DataCallback | null = null;
  #scheduled: NodeJS.Immediate | null = null;
  #isHeld = false;
  #isClosed = false;

  constructor(socket: Duplex, limits: ReaderLimits) {
    super();
    this.#socket = socket;
    this.#decoder = createFrameDecoder(limits);
    this.#jsonDepth = limits.jsonDepth;
    socket.on('readable', this.#onReadable);
    socket.on('close', this.#onClose);
  }

  /** Takes the place of an earlier listener, if there is one. */
  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    this.#schedule();
    return {
      dispose: () => {
        if (this.#callback === callback) this.#callback = null;
      },
    };
  }

  setBodyLimit(bodyBytes: number): void {
    this.#decoder.setBodyLimit(bodyBytes);
  }

  /** Held, nothing more is delivered: what the other side sends waits in the socket, and then at the other side. */
  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#schedule();
  }

  override dispose(): void {
    this.#stop();
    this.#socket.off('close', this.#onClose);
    super.dispose();
  }

  #stop(): void {
    this.#callback = null;
    this.#socket.off('readable', this.#onReadable);
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
  }

  #schedule(): void {
    if (this.#callback === null || this.#isHeld) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = null;
      this.#deliverNext();
    });
  }

  #deliverNext(): void {
    const callback = this.#callback;
    try {
      const body = callback === null || this.#isHeld ? null : this.#nextBody();
      if (callback === null || body === null) {
        // The socket calls when there is more.
        if (this.#isClosed) this.fireClose();
        return;
      }
      callback(parseMessage(body, this.#jsonDepth));
    } catch (fault) {
      this.#stop();
      this.fireError(fault);
    }
    this.#schedule();
  }

  #nextBody(): Buffer | null {
    for (;;) {
      const body = this.#decoder.next();
      if (body !== null) return body;
      const bytes = this.#socket.read() as Buffer | null;
      if (bytes === null) return null;
      this.#decoder.push(bytes);
    }
  }
}

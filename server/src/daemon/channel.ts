import type { Socket } from 'node:net';
import type { WireError } from '../../../protocol/wireErrors.ts';
import type { Clock } from '../system/clock.ts';
import { SocketMessageReader, type ReaderLimits } from './messageReader.ts';
import { SocketMessageWriter, type WriterLimits } from './messageWriter.ts';

/** A socket that carries messages, before and after its two ends know each other. */
export interface Channel {
  readonly socket: Socket;
  readonly reader: SocketMessageReader;
  readonly writer: SocketMessageWriter;
  /**
   * Sends what waits, and the answer as the last message, then closes; what the peer still sends is thrown away. A
   * peer that takes longer than `lingerMs` to read is cut off.
   */
  refuse(id: number | string | null, answer: WireError): void;
}

export type ChannelLimits = ReaderLimits & WriterLimits & { readonly lingerMs: number };

export function openChannel(
  socket: Socket,
  { clock, limits }: { readonly clock: Clock; readonly limits: ChannelLimits },
): Channel {
  const reader = new SocketMessageReader(socket, limits);
  const writer = new SocketMessageWriter(socket, { clock, limits });
  // A broken socket shows as its close.
  socket.on('error', () => undefined);
  return {
    socket,
    reader,
    writer,
    refuse(id, answer) {
      reader.dispose();
      const linger = clock.after(limits.lingerMs, () => socket.destroy());
      socket.once('close', () => {
        linger[Symbol.dispose]();
      });
      // A socket closed with unread bytes may lose the answer on its way.
      socket.resume();
      writer.write({ jsonrpc: '2.0', id, error: answer } as never).then(
        () => socket.end(),
        () => socket.destroy(),
      );
    },
  };
}

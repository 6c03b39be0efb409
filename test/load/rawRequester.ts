import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { Message, StreamMessageReader, type ResponseMessage } from 'vscode-jsonrpc/node';
import { connectionOpen, protocolVersion } from '../../protocol/connection.ts';
import type { DaemonAddress } from '../../server/src/daemon/address.ts';
import { frame } from '../daemon/rawClient.ts';
import type { FuzzMessage } from './fuzzMessages.ts';

export type RawResponse = Pick<ResponseMessage, 'result' | 'error'>;

/** A connection that says what it is told to say, letter by letter, and keeps nothing that it hears. */
export interface RawRequester extends Disposable {
  /** @returns null where the connection ended before the answer */
  request(message: FuzzMessage, cancelAfterMs: number): Promise<RawResponse | null>;
}

export async function openRawRequester({ socketPath, tokenPath }: DaemonAddress): Promise<RawRequester> {
  const socket = connect(socketPath);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const pending = new Map<number, (response: RawResponse | null) => void>();
  new StreamMessageReader(socket).listen((message) => {
    if (!Message.isResponse(message)) return;
    pending.get(Number(message.id))?.(message);
    pending.delete(Number(message.id));
  });
  socket.on('close', () => {
    for (const answer of pending.values()) answer(null);
    pending.clear();
  });
  let nextId = 0;
  const requester: RawRequester = {
    async request({ method, params }, cancelAfterMs) {
      const id = nextId++;
      const answered = new Promise<RawResponse | null>((resolve) => pending.set(id, resolve));
      socket.write(frame(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`));
      const cancel = setTimeout(() => {
        socket.write(frame({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } }));
      }, cancelAfterMs);
      const response = await answered;
      clearTimeout(cancel);
      return response;
    },
    [Symbol.dispose]: () => {
      socket.destroy();
    },
  };
  const token = await readFile(tokenPath, 'utf8');
  const params = { token, protocolVersion, client: { name: 'fuzz', version: '0.0.0' } };
  await requester.request({ method: connectionOpen.method, params: JSON.stringify(params) }, 10_000);
  return requester;
}

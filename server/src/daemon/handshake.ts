import { Message, type RequestMessage } from 'vscode-jsonrpc/node';
import {
  type ClientDescription,
  connectionOpen,
  type ConnectionOpenParams,
  type ConnectionOpenResult,
  protocolVersion,
} from '../../../protocol/connection.ts';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { toWireError } from '../../../protocol/wireErrors.ts';
import { isSameToken } from './token.ts';
import type { Channel } from './channel.ts';
import type { Clock } from '../system/clock.ts';
import { MessageFault } from './messageFault.ts';

export interface HandshakeOptions {
  readonly token: string;
  /** The product's version. */
  readonly serverVersion: string;
  readonly clock: Clock;
  readonly handshakeMs: number;
  /** Whether the daemon makes room for a successor: a client is let go without an answer, and finds that one. */
  readonly isLeaving: () => boolean;
  /** Why a client was refused. */
  readonly onRefusal: (error: Error) => void;
}

/**
 * Reads the first message of a client and answers it. Nothing is done for anybody before this.
 *
 * @returns who it is; null when it was refused and told so, or went away
 */
export function acceptClient(channel: Channel, options: HandshakeOptions): Promise<ClientDescription | null> {
  const { reader, writer } = channel;
  return new Promise((resolve) => {
    const refuse = (id: number | string | null, error: SpeechError | MessageFault): void => {
      settle(null);
      options.onRefusal(error);
      channel.refuse(id, error instanceof MessageFault ? error.answer : toWireError(error));
    };
    const timer = options.clock.after(options.handshakeMs, () => {
      refuse(null, silent(options.handshakeMs));
    });
    const settle = (client: ClientDescription | null): void => {
      timer[Symbol.dispose]();
      for (const subscription of subscriptions) subscription.dispose();
      resolve(client);
    };
    const receive = (message: Message): void => {
      const id = Message.isRequest(message) ? message.id : null;
      try {
        const { client } = admit(message, options.token);
        if (options.isLeaving()) {
          settle(null);
          channel.socket.destroy();
          return;
        }
        const server = { name: 'aloud', version: options.serverVersion };
        const result = { protocolVersion, server, pid: process.pid };
        settle(client);
        // A client that is gone by now shows as the connection's end.
        void writer.write(success(id, result)).catch(() => undefined);
      } catch (error) {
        if (!isSpeechError(error)) throw error;
        refuse(id, error);
      }
    };
    const subscriptions = [
      reader.listen(receive),
      reader.onClose(() => {
        settle(null);
      }),
      reader.onError((error) => {
        if (error instanceof MessageFault) refuse(null, error);
        else channel.socket.destroy();
      }),
    ];
  });
}

/** The token is looked at first, and nothing else is said to who does not know it. */
function admit(message: Message, token: string): ConnectionOpenParams {
  if (!isConnectionOpen(message)) throw unauthorized('The first message on a connection must open it.');
  const params: Readonly<Record<string, unknown>> = isRecord(message.params) ? message.params : {};
  if (typeof params['token'] !== 'string' || !isSameToken(params['token'], token)) {
    throw unauthorized('The token is not the one of this speech service.');
  }
  const parsed = connectionOpen.params.safeParse(params);
  if (!parsed.success) {
    throw new SpeechError('invalidInput', {
      message: `The parameters of ${connectionOpen.method} are incomplete or of the wrong type.`,
      hint: 'Send {token, protocolVersion: {major, minor}, client: {name, version}}.',
    });
  }
  const { major } = parsed.data.protocolVersion;
  if (major !== protocolVersion.major) {
    throw new SpeechError('protocolMismatch', {
      message: `The client speaks version ${major} of the protocol, the speech service version ${protocolVersion.major}.`,
      hint: 'Update the older of the two.',
    });
  }
  return parsed.data;
}

function isConnectionOpen(message: Message): message is RequestMessage {
  return Message.isRequest(message) && message.method === connectionOpen.method;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function success(id: number | string | null, result: ConnectionOpenResult): Message {
  const response = { jsonrpc: '2.0', id, result };
  return response;
}

function unauthorized(message: string): SpeechError {
  return new SpeechError('unauthorized', {
    message,
    hint: `Send ${connectionOpen.method} with the token of the daemon's token file first.`,
  });
}

function silent(handshakeMs: number): SpeechError {
  return unauthorized(`Nothing has opened this connection within ${handshakeMs} ms.`);
}

import { setMaxListeners } from 'node:events';
import {
  createMessageConnection,
  ErrorCodes,
  Message,
  type MessageConnection,
  type MessageStrategy,
  type RequestMessage,
  type ResponseMessage,
} from 'vscode-jsonrpc/node';
import { connectionClosed } from '../../../protocol/calls.ts';
import type { ClientDescription } from '../../../protocol/connection.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { toWireError, type WireError } from '../../../protocol/wireErrors.ts';
import type { Channel } from './channel.ts';
import { MessageFault } from './messageFault.ts';
import { createWorkCounter, type WorkCounter } from './workCounter.ts';

/** Two processes that know each other. Handlers are bound to `rpc`; nothing is read before `listen`. */
export interface Connection {
  readonly rpc: MessageConnection;
  /** The other side. */
  readonly peer: ClientDescription;
  /** Aborted when the connection has ended, however it did. */
  readonly signal: AbortSignal;
  /** The requests of the peer that run, and whatever else of it must be finished before a daemon hands over. */
  readonly work: WorkCounter;
  listen(): void;
  /** Held, it takes no message: the peer waits, and after `stallMs` it gives up. */
  setHeld(isHeld: boolean): void;
  /** Ends the connection at once. A second call does nothing. */
  dispose(): void;
}

export interface ConnectionOptions {
  readonly peer: ClientDescription;
  /** Requests of the peer that may run at once. */
  readonly requestCount: number;
  /** The peer sent something that is no message. */
  readonly onFault?: (fault: MessageFault) => void;
}

export function createConnection(channel: Channel, options: ConnectionOptions): Connection {
  const { reader, writer, socket } = channel;
  const work = createWorkCounter();
  const ended = new AbortController();
  // Every request that runs listens.
  setMaxListeners(0, ended.signal);
  const rpc = createMessageConnection(reader, writer, undefined, {
    messageStrategy: createGate({ writer, work, requestCount: options.requestCount }),
  });

  /** The one way a connection ends: pending requests are rejected, the signal aborts, the socket goes. */
  const end = (fault: MessageFault | null): void => {
    if (ended.signal.aborted) return;
    ended.abort(connectionClosed());
    rpc.dispose();
    if (fault === null) {
      socket.destroy();
    } else {
      options.onFault?.(fault);
      channel.refuse(null, fault.answer);
    }
  };
  const closed = (): void => {
    end(null);
  };
  // A writer that fails closes the socket, and what has come by then is read.
  reader.onClose(closed);
  reader.onError((error) => {
    end(error instanceof MessageFault ? error : null);
  });

  return {
    rpc,
    peer: options.peer,
    signal: ended.signal,
    work,
    listen: () => {
      if (!ended.signal.aborted) rpc.listen();
    },
    setHeld: (isHeld) => {
      reader.setHeld(isHeld);
    },
    dispose: closed,
  };
}

/** Lets a bounded number of requests through, with parameters by name: handlers never see a list spread out. */
function createGate(options: {
  readonly writer: Channel['writer'];
  readonly work: WorkCounter;
  readonly requestCount: number;
}): MessageStrategy {
  const { writer, work, requestCount } = options;
  let runningCount = 0;
  const answer = ({ id }: RequestMessage, error: WireError): Promise<void> => {
    const response: ResponseMessage = { jsonrpc: '2.0', id, error };
    return writer.write(response);
  };
  return {
    async handleMessage(message, next) {
      if (!Message.isRequest(message)) {
        if (!Message.isNotification(message) || hasNamedParams(message)) await next(message);
        return;
      }
      if (!hasNamedParams(message)) return answer(message, paramsNotNamed);
      if (runningCount >= requestCount) return answer(message, tooManyRequests(requestCount));
      const done = work.begin();
      runningCount++;
      try {
        await next(message);
      } finally {
        runningCount--;
        done();
      }
    },
  };
}

function hasNamedParams({ params }: { readonly params?: unknown }): boolean {
  return params == null || (typeof params === 'object' && !Array.isArray(params));
}

const paramsNotNamed: WireError = toWireError(
  new SpeechError('invalidInput', {
    message: 'The parameters of a message must be an object.',
    hint: 'Give each parameter by its name.',
  }),
  ErrorCodes.InvalidParams,
);

function tooManyRequests(requestCount: number): WireError {
  return toWireError(
    new SpeechError('busy', {
      message: `${requestCount} requests of this connection are already running.`,
      hint: 'Wait for one of them to end, or cancel one.',
    }),
  );
}

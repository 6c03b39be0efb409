import type { Readable, Writable } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { watchProcesses } from './processWatch.ts';
import { startLanguageServer, type LanguageServerParts } from './startLanguageServer.ts';

export interface StdioParts extends Pick<LanguageServerParts, 'version' | 'log' | 'readKnowledge'> {
  readonly input: Readable;
  readonly output: Writable;
  /** A process with which the server ends; the editor may name another. */
  readonly processId: number | null;
}

/**
 * Serves the editor at the other end of the two streams until it says goodbye, goes away or dies.
 *
 * @returns whether it has said so before
 */
export async function serveStdio(parts: StdioParts, signal: AbortSignal): Promise<boolean> {
  const { input, output, processId, log } = parts;
  const reader = new StreamMessageReader(input);
  const rpc = createMessageConnection(reader, new StreamMessageWriter(output), {
    error: (message) => {
      log.error('protocol', message);
    },
    warn: (message) => {
      log.warn('protocol', message);
    },
    info: (message) => {
      log.debug('protocol', message);
    },
    log: (message) => {
      log.debug('protocol', message);
    },
  });
  const { ended, leave } = createGoodbye();
  const goAway = (): void => {
    leave(false);
  };
  using watch = watchProcesses(goAway);
  if (processId !== null) watch.follow(processId);
  const server = startLanguageServer(rpc, {
    ...parts,
    onInitialize: (id) => {
      if (id !== null) watch.follow(id);
    },
    onExit: leave,
  });
  reader.onClose(goAway);
  input.once('end', goAway);
  signal.addEventListener('abort', goAway);
  if (signal.aborted) goAway();
  rpc.listen();
  const isOrderly = await ended;
  signal.removeEventListener('abort', goAway);
  rpc.dispose();
  await server.dispose();
  return isOrderly;
}

interface Goodbye {
  readonly ended: Promise<boolean>;
  /** The first one counts. */
  readonly leave: (isOrderly: boolean) => void;
}

function createGoodbye(): Goodbye {
  const controller = new AbortController();
  const ended = new Promise<boolean>((resolve) => {
    controller.signal.addEventListener('abort', () => {
      resolve(controller.signal.reason === true);
    });
  });
  return {
    ended,
    leave: (isOrderly) => {
      controller.abort(isOrderly);
    },
  };
}

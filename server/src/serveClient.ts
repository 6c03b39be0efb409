import { sendNotification } from '../../protocol/calls.ts';
import { daemonStatus } from '../../protocol/daemon.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import { historyChanged } from '../../protocol/history.ts';
import { modelsChanged } from '../../protocol/models.ts';
import { playbackPause, playbackResume, playbackSeek, playbackSpeed } from '../../protocol/playback.ts';
import { audioPush } from '../../protocol/stream.ts';
import { voicesChanged } from '../../protocol/voices.ts';
import type { Connection } from './daemon/connection.ts';
import { describeBug, type Log } from './daemon/log.ts';
import type { SharedEngines } from './enginePool/sharedEngines.ts';
import { bindHandlers, type AnsweredRequest } from './handlers/bindHandlers.ts';
import { createHandlers } from './handlers/createHandlers.ts';
import type { Client } from './handlers/handler.ts';
import type { SpeechServices } from './handlers/speechServices.ts';
import { startLanguageServer, type LanguageServerParts } from './languageServer/startLanguageServer.ts';

export interface ServingParts extends Pick<LanguageServerParts, 'version' | 'log' | 'readKnowledge'> {
  readonly services: SpeechServices & { readonly engines: Pick<SharedEngines, 'releaseOwner'> };
}

/** A client that is served, to be told things. */
export interface ServedClient {
  /** Models or voices are not what they were. */
  modelsChanged(): void;
  /** What was said is not what it was. */
  historyChanged(): void;
}

/**
 * Answers one connection until it ends, and leaves nothing of it behind. Besides the messages of our own protocol, the
 * client may speak the language server protocol on it.
 */
export function serveClient(connection: Connection, id: string, parts: ServingParts): ServedClient {
  const { services, log } = parts;
  const client: Client = {
    id,
    signal: connection.signal,
    notify: (definition, params) => sendNotification(connection.rpc, definition, params),
  };
  const bound = bindHandlers(connection.rpc, createHandlers(services, client), {
    signal: connection.signal,
    onAnswered: (request) => {
      logRequest(log, id, request);
    },
  });
  const languageServer = startLanguageServer(connection.rpc, parts);
  connection.signal.addEventListener('abort', () => {
    void languageServer.dispose();
    void releaseAll();
  });
  const releaseAll = async (): Promise<void> => {
    await bound.whenEnded();
    const leakedCount = await services.engines.releaseOwner(id);
    if (leakedCount > 0)
      log.error('protocol', 'A client has left engines behind', { client: id, leakedCount });
  };
  return {
    modelsChanged() {
      languageServer.knowledgeChanged();
      // A client that is gone meanwhile needs to know nothing.
      client.notify(modelsChanged, {}).catch(() => undefined);
      client.notify(voicesChanged, {}).catch(() => undefined);
    },
    historyChanged() {
      client.notify(historyChanged, {}).catch(() => undefined);
    },
  };
}

/** They come many times a second, or tell nothing: the log has better use for its lines. */
const quietMethods: ReadonlySet<string> = new Set(
  [audioPush, daemonStatus, playbackPause, playbackResume, playbackSeek, playbackSpeed].map(
    ({ method }) => method,
  ),
);

function logRequest(log: Log, client: string, { method, elapsedMs, outcome, error }: AnsweredRequest): void {
  // Cancelled by whoever asked: nothing went wrong, and nobody looks for it.
  if (outcome === 'cancelled') return;
  const fields = { client, method, elapsedMs: Math.round(elapsedMs), outcome };
  if (outcome === 'failed') {
    log.error('protocol', 'A request met a mistake of ours', { ...fields, ...describeBug(error) });
  } else if (isSpeechError(error)) {
    log.info('protocol', 'A request was refused', { ...fields, code: error.code, reason: error.message });
  } else if (quietMethods.has(method)) {
    log.debug('protocol', 'A request was answered', fields);
  } else {
    log.info('protocol', 'A request was answered', fields);
  }
}

import {
  ErrorCodes,
  ExitNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ResponseError,
  ShutdownRequest,
  type InitializeResult,
} from 'vscode-languageserver';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Log } from '../daemon/log.ts';
import type { ScriptKnowledge } from '../scripts/scriptKnowledge.ts';
import { bindNotification, bindRequest, logFailure, type BindingParts } from './bindMessages.ts';
import { serverCapabilities } from './capabilities.ts';
import { createDiagnosticsPublisher } from './diagnosticsPublisher.ts';
import { documentNotifications } from './documentNotifications.ts';
import { leastOptions, readEditorOptions } from './editorOptions.ts';
import { featureRequests } from './featureRequests.ts';
import { isRecord } from './messageShapes.ts';
import { createOpenDocuments } from './openDocuments.ts';

export interface LanguageServerParts {
  /** The product's version. */
  readonly version: string;
  readonly log: Log;
  /** What scripts are judged by; asked when an editor connects, and again when it has changed. */
  readonly readKnowledge: (signal: AbortSignal) => Promise<ScriptKnowledge>;
  /** The editor is there, and would like the server to end with the process of this id. */
  readonly onInitialize?: (processId: number | null) => void;
  /** The editor wants no more. @param isOrderly  it has said so before */
  readonly onExit?: (isOrderly: boolean) => void;
}

/** The language server of one connection. */
export interface LanguageServer {
  /** Voices or engines have changed. */
  knowledgeChanged(): void;
  dispose(): Promise<void>;
}

/**
 * Serves the language of scripts over a connection, which may carry other messages too. It executes nothing, writes
 * nothing, and reads only what lies in the folders of the workspace or beside a script.
 */
export function startLanguageServer(rpc: MessageConnection, parts: LanguageServerParts): LanguageServer {
  const { version, log, readKnowledge, onInitialize, onExit } = parts;
  const ended = new AbortController();
  let options = leastOptions;
  let state: 'waiting' | 'running' | 'shutDown' = 'waiting';

  const documents = createOpenDocuments({
    onChange: (uri) => {
      publisher.schedule(uri);
    },
    onClose: (uri) => {
      publisher.forget(uri);
    },
  });
  const publish = (params: object): void => {
    // A connection that is gone meanwhile throws or rejects, and needs to know nothing.
    const send = async (): Promise<void> =>
      rpc.sendNotification(PublishDiagnosticsNotification.method, params);
    void send().catch(() => undefined);
  };
  const publisher = createDiagnosticsPublisher({
    documentOf: (uri) => documents.get(uri),
    check: ({ uri }) => documents.diagnosticsOf(uri),
    publish: ({ uri, text }, diagnostics) => {
      publish({ uri, version: text.version, diagnostics });
    },
    onFailure: (error) => {
      logFailure(log, PublishDiagnosticsNotification.method, error);
    },
    isSparing: () => options.hasSparingDiagnostics,
  });
  const learn = async (): Promise<void> => {
    try {
      documents.setKnowledge(await readKnowledge(ended.signal));
    } catch (error) {
      if (!ended.signal.aborted) logFailure(log, 'the voices', error);
    }
  };

  const always: BindingParts = { rpc, log, refusal: () => null };
  const inState = (wanted: typeof state): BindingParts => ({
    ...always,
    refusal: () => (state === wanted ? null : refusals[state]),
  });
  bindRequest(inState('waiting'), {
    method: InitializeRequest.method,
    isShaped: isRecord,
    run: async (params): Promise<InitializeResult> => {
      options = readEditorOptions(params);
      await learn();
      documents.setFolders(options.hasFiles ? options.folders : null);
      state = 'running';
      onInitialize?.(options.processId);
      return { capabilities: serverCapabilities(options), serverInfo: { name: 'aloud', version } };
    },
  });
  bindRequest(inState('running'), {
    method: ShutdownRequest.method,
    isShaped: () => true,
    run: () => {
      state = 'shutDown';
      return null;
    },
  });
  bindNotification(always, {
    method: ExitNotification.method,
    isShaped: () => true,
    run: () => {
      onExit?.(state === 'shutDown');
      // On a connection that goes on, the next editor may begin.
      state = 'waiting';
      documents.closeAll();
    },
  });
  for (const notification of documentNotifications({ documents, publish })) {
    bindNotification(inState('running'), notification);
  }
  for (const request of featureRequests(documents, () => options)) bindRequest(inState('running'), request);

  return {
    knowledgeChanged: () => {
      if (state === 'running') void learn();
    },
    dispose() {
      ended.abort();
      return documents.dispose();
    },
  };
}

const refusals = {
  waiting: new ResponseError(ErrorCodes.ServerNotInitialized, 'Send initialize first.'),
  running: new ResponseError(ErrorCodes.InvalidRequest, 'The server has been initialized already.'),
  shutDown: new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down.'),
};

import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import {
  PublishDiagnosticsNotification,
  type Diagnostic,
  type InitializeResult,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver';
import { createLog, type LogRecord } from '../../server/src/daemon/log.ts';
import {
  startLanguageServer,
  type LanguageServer,
  type LanguageServerParts,
} from '../../server/src/languageServer/startLanguageServer.ts';
import { testEnvironment } from '../script/support/scriptDocumentOf.ts';

/** An editor that is connected to a language server over a pair of streams, all of JSON-RPC included. */
export interface InMemoryEditor extends AsyncDisposable {
  readonly rpc: MessageConnection;
  readonly server: LanguageServer;
  /** What the server told its log. */
  readonly log: readonly LogRecord[];
  /** Whether each exit was orderly. */
  readonly exits: readonly boolean[];
  /** All diagnostics that came. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** @param wishes  the `initializationOptions` */
  initialize(folders?: readonly string[], wishes?: object): Promise<InitializeResult>;
  open(uri: string, text: string, version?: number): Promise<void>;
  change(uri: string, version: number, changes: readonly object[]): Promise<void>;
  /** It reads nothing any more; what it has sent is still read. */
  stopReading(): void;
  /** What is wrong with a document, as soon as that fulfils a condition. */
  diagnostics(
    uri: string,
    condition?: (params: PublishDiagnosticsParams) => boolean,
  ): Promise<readonly Diagnostic[]>;
}

export function connectEditor(parts: Partial<LanguageServerParts> = {}): InMemoryEditor {
  const toServer = new PassThrough();
  const toEditor = new PassThrough();
  const log: LogRecord[] = [];
  const exits: boolean[] = [];
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  const serverRpc = createMessageConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toEditor),
  );
  const rpc = createMessageConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const server = startLanguageServer(serverRpc, {
    version: '1.2.3',
    log: createLog((record) => log.push(record)),
    readKnowledge: () => Promise.resolve(testEnvironment),
    onExit: (isOrderly) => exits.push(isOrderly),
    ...parts,
  });
  rpc.onNotification(PublishDiagnosticsNotification.type.method, (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of waiting) look();
  });
  serverRpc.listen();
  rpc.listen();
  return {
    rpc,
    server,
    log,
    exits,
    published,
    initialize: (folders = [], wishes = {}) =>
      rpc.sendRequest('initialize', {
        processId: null,
        rootUri: null,
        capabilities: {},
        workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
        initializationOptions: wishes,
      }),
    open: (uri, text, version = 1) =>
      rpc.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'aloud', version, text },
      }),
    change: (uri, version, contentChanges) =>
      rpc.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges }),
    stopReading: () => void toEditor.destroy(),
    diagnostics: (uri, condition = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = published.findLast((params) => params.uri === uri);
          if (found === undefined || !condition(found)) return;
          waiting.delete(look);
          resolve(found.diagnostics);
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      rpc.dispose();
      serverRpc.dispose();
      await server.dispose();
    },
  };
}

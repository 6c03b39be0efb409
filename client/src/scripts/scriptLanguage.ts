import type { Socket } from 'node:net';
import * as vscode from 'vscode';
import {
  LanguageClient,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageTransports,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { createLensesInView } from './lensesInView.ts';
import { sparingMiddleware } from './sparingMiddleware.ts';
import { createTypingPauses } from './typingPauses.ts';

/** The features of the script language, from the daemon. */
export interface ScriptLanguage {
  dispose(): Promise<void>;
}

/** @param openSocket  to the daemon, which may start for it */
export function startScriptLanguage(
  openSocket: () => Promise<Socket>,
  log: vscode.LogOutputChannel,
): ScriptLanguage {
  const connect = async (): Promise<MessageTransports> => {
    const socket = await openSocket();
    const transports = { reader: new SocketMessageReader(socket), writer: new SocketMessageWriter(socket) };
    // Paused until somebody listens, which the client does in its next turn.
    setImmediate(() => socket.resume());
    return transports;
  };
  const lenses = createLensesInView(() => client);
  const pauses = createTypingPauses(vscode.workspace.onDidChangeTextDocument);
  const client = new LanguageClient('aloud', 'Aloud', connect, {
    documentSelector: [{ language: 'aloud' }],
    // Asked for with every start.
    initializationOptions: () => ({
      codeLenses: 'lines',
      diagnostics: 'sparing',
      hasFiles: vscode.workspace.isTrusted,
    }),
    outputChannel: log,
    middleware: {
      ...sparingMiddleware(),
      provideCodeLenses: lenses.provideCodeLenses,
      // An editor asks for them with every key, and draws all of them anew.
      async provideInlayHints(...[document, range, token, next]) {
        await pauses.settled(document, token);
        return token.isCancellationRequested ? null : next(document, range, token);
      },
    },
  });
  client.registerFeature(tokensInView);
  const onFailure = (error: unknown): void => {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Aloud cannot help with scripts now: the speech service did not start.'),
    );
  };
  let started = client.start().catch(onFailure);
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    started = started.then(() => client.restart()).catch(onFailure);
  });
  return {
    async dispose() {
      trusted.dispose();
      lenses.dispose();
      pauses.dispose();
      await started;
      if (client.isRunning()) await client.stop();
    },
  };
}

/** Colors are asked for what is seen only: those of a whole book would come again after every key. */
const tokensInView: StaticFeature = {
  fillClientCapabilities({ textDocument }) {
    const requests = textDocument?.semanticTokens?.requests;
    if (requests !== undefined) requests.full = false;
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

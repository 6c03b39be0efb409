import type { Socket } from 'node:net';
import * as vscode from 'vscode';
import {
  LanguageClient,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageTransports,
} from 'vscode-languageclient/node';

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
  const client = new LanguageClient('aloud', 'Aloud', connect, {
    documentSelector: [{ language: 'aloud' }],
    initializationOptions: { codeLenses: 'lines' },
    outputChannel: log,
  });
  const started = client.start().catch((error: unknown) => {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Aloud cannot help with scripts now: the speech service did not start.'),
    );
  });
  return {
    async dispose() {
      await started;
      if (client.isRunning()) await client.stop();
    },
  };
}

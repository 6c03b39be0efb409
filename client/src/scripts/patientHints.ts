import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

/** Asks for inlay hints when nobody types: an editor asks with every key, and draws all of them anew. */
export interface PatientHints {
  readonly provideInlayHints: NonNullable<Middleware['provideInlayHints']>;
  dispose(): void;
}

/** After the last key. VS Code cancels what it asked before, and asks again, 800 ms after it. */
const settledMs = 750;
/** What is not asked again by then is answered. */
const latestMs = 1000;

export function createPatientHints(onDidChange: vscode.Event<vscode.TextDocumentChangeEvent>): PatientHints {
  const changed = new WeakMap<vscode.TextDocument, number>();
  const changes = onDidChange(({ document, contentChanges }) => {
    if (contentChanges.length > 0) changed.set(document, performance.now());
  });
  return {
    async provideInlayHints(document, range, token, next) {
      const sinceMs = performance.now() - (changed.get(document) ?? -Infinity);
      if (sinceMs < settledMs) await delay(latestMs - sinceMs, token);
      return token.isCancellationRequested ? null : next(document, range, token);
    },
    dispose() {
      changes.dispose();
    },
  };
}

/** Ends at once with a cancellation. */
function delay(durationMs: number, token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

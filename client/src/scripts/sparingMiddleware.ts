import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

/** UTF-16 code units: written in any language, a message with them is one that the service takes. */
const longestScript = 2_500_000;

/** Keeps from the language server what is longer than it takes, and says so once for each script. */
export function sparingMiddleware(): Middleware {
  const tooLong = new Set<vscode.TextDocument>();
  return {
    async didOpen(document, next) {
      if (!isLongerThan(longestScript, document)) return next(document);
      tooLong.add(document);
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Aloud does not help with this script: it is too long. It can be dictated into.'),
      );
    },
    didChange: async (event, next) => {
      if (!tooLong.has(event.document)) await next(event);
    },
    didSave: async (document, next) => {
      if (!tooLong.has(document)) await next(document);
    },
    didClose: async (document, next) => {
      if (!tooLong.delete(document)) await next(document);
    },
  };
}

/** Without reading its text. */
function isLongerThan(length: number, document: vscode.TextDocument): boolean {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > length;
}

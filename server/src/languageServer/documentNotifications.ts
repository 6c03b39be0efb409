import {
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DidChangeTextDocumentParams,
  type DidChangeWorkspaceFoldersParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
  type ProtocolNotificationType,
} from 'vscode-languageserver';
import { hasDocument, isChanging, isFoldersChange, isOpening } from './messageShapes.ts';
import type { OpenDocuments } from './openDocuments.ts';

export interface NotificationHandler {
  readonly method: string;
  readonly isShaped: (params: unknown) => boolean;
  readonly run: (params: unknown) => void;
}

export interface NotificationParts {
  readonly documents: OpenDocuments;
  readonly publish: (params: { readonly uri: string; readonly diagnostics: readonly [] }) => void;
}

/** What an editor tells of its documents, and of the files around them. */
export function documentNotifications({
  documents,
  publish,
}: NotificationParts): readonly NotificationHandler[] {
  return [
    hear(DidOpenTextDocumentNotification.type, isOpening, (params: DidOpenTextDocumentParams) => {
      documents.open(params.textDocument);
    }),
    hear(DidChangeTextDocumentNotification.type, isChanging, (params: DidChangeTextDocumentParams) => {
      const { uri, version } = params.textDocument;
      documents.change(uri, version, params.contentChanges);
    }),
    hear(DidCloseTextDocumentNotification.type, hasDocument, (params: DidCloseTextDocumentParams) => {
      const { uri } = params.textDocument;
      documents.close(uri);
      publish({ uri, diagnostics: [] });
    }),
    hear(DidSaveTextDocumentNotification.type, hasDocument, () => {
      documents.refresh();
    }),
    hear(
      DidChangeWatchedFilesNotification.type,
      () => true,
      () => {
        documents.refresh();
      },
    ),
    hear(
      DidChangeWorkspaceFoldersNotification.type,
      isFoldersChange,
      (params: DidChangeWorkspaceFoldersParams) => {
        documents.changeFolders(
          params.event.added.map(({ uri }) => uri),
          params.event.removed.map(({ uri }) => uri),
        );
      },
    ),
  ];
}

function hear<Params, Options>(
  { method }: ProtocolNotificationType<Params, Options>,
  isShaped: (params: unknown) => boolean,
  run: (params: Params) => void,
): NotificationHandler {
  // The shape was checked as far as it is used.
  return {
    method,
    isShaped,
    run: (params) => {
      run(params as Params);
    },
  };
}

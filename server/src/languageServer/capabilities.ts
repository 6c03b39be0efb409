import { CodeActionKind, TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver';
import { scriptLanguageService } from '../script/scriptLanguageService.ts';
import type { EditorOptions } from './editorOptions.ts';

/** @param options  an editor that says it never asks for the tokens of a whole document is not offered them */
export function serverCapabilities({ hasFullTokens }: EditorOptions): ServerCapabilities {
  const { semanticTokensLegend: legend } = scriptLanguageService;
  return { ...alwaysOffered, semanticTokensProvider: { legend, full: hasFullTokens, range: true } };
}

const alwaysOffered: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  // What opens a tag, a direction, an attribute, a value, a line of dialogue; what ends an opening tag.
  completionProvider: { triggerCharacters: ['[', '<', '(', '"', '=', ' ', ',', '/', ':', '>'] },
  hoverProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: {},
  codeActionProvider: {
    codeActionKinds: [
      CodeActionKind.QuickFix,
      CodeActionKind.RefactorRewrite,
      CodeActionKind.RefactorExtract,
    ],
  },
  codeLensProvider: { resolveProvider: true },
  inlayHintProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  // Not after `>`: editors leave the cursor behind what was put in. There, the close is a completion.
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '/' },
};

import {
  CodeActionRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  SelectionRangeRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type CodeLens,
  type ProtocolRequestType,
  type Range,
  type TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { TextRange } from '../text/textRange.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';
import { scriptLanguageService as service } from '../script/scriptLanguageService.ts';
import type { MessageHandler } from './bindMessages.ts';
import type { EditorOptions } from './editorOptions.ts';
import {
  hasDocument,
  hasNewName,
  hasPosition,
  hasPositions,
  hasRange,
  hasTyping,
  isLens,
  isListOf,
  isRecord,
  rangesOf,
} from './messageShapes.ts';
import type { OpenDocuments } from './openDocuments.ts';

/** What an editor can ask of an open script. */
export function featureRequests(
  documents: OpenDocuments,
  options: () => EditorOptions,
): readonly MessageHandler[] {
  /** Null for what is no open script: an editor asks of all it has open. */
  const answer = <
    Params extends { readonly textDocument: TextDocumentIdentifier },
    Result,
    Part,
    Failure,
    Options,
  >(
    { method }: ProtocolRequestType<Params, Result, Part, Failure, Options>,
    isShaped: (params: unknown) => boolean,
    run: (
      document: ScriptDocument,
      params: Params,
      signal: AbortSignal,
    ) => NoInfer<Result> | Promise<NoInfer<Result>>,
  ): MessageHandler => ({
    method,
    isShaped,
    run: async (params, signal) => {
      // The shape was checked as far as it is used.
      const checked = params as Params;
      const { uri } = checked.textDocument;
      await documents.whenKnown(uri);
      const document = documents.get(uri);
      return document === null ? null : run(document, checked, signal);
    },
  });
  const othersWith = async (
    document: ScriptDocument,
    offset: number,
    signal: AbortSignal,
  ): Promise<readonly ScriptDocument[]> => {
    const name = service.characterNameAt(document, offset);
    return name === null ? [] : documents.othersWith(document.uri, name, signal);
  };
  return [
    answer(CompletionRequest.type, hasPosition, (document, { position }) =>
      service.complete(document, document.text.offsetAt(position), {
        hasSnippets: options().hasSnippets,
        soundFiles: () => documents.soundFilesOf(document.uri),
      }),
    ),
    answer(HoverRequest.type, hasPosition, (document, { position }) =>
      service.hover(document, document.text.offsetAt(position)),
    ),
    answer(SemanticTokensRequest.type, hasDocument, (document) => service.semanticTokens(document)),
    answer(SemanticTokensRangeRequest.type, hasRange, (document, { range }) =>
      service.semanticTokens(document, toTextRange(document, range)),
    ),
    answer(InlayHintRequest.type, hasRange, (document, { range }) =>
      service.inlayHints(document, toTextRange(document, range)),
    ),
    answer(CodeActionRequest.type, hasRange, (document, { range, context }) =>
      service.codeActions(document, toTextRange(document, range), {
        diagnostics: documents.diagnosticsOf(document.uri),
        only: wantedKinds(context),
      }),
    ),
    answer(CodeLensRequest.type, hasDocument, (document, params) => {
      const { codeLenses } = options();
      if (codeLenses === 'none') return [];
      const ranges = rangesOf(params)?.map((range) => toTextRange(document, range));
      const hasLines = codeLenses === 'lines';
      return service.codeLenses(document, ranges === undefined ? { hasLines } : { hasLines, ranges });
    }),
    {
      method: CodeLensResolveRequest.method,
      isShaped: isLens,
      run: (params) => {
        const lens = params as CodeLens;
        const document = documents.get(service.codeLensUri(lens) ?? '');
        return document === null ? lens : service.resolveCodeLens(document, lens);
      },
    },
    answer(DocumentOnTypeFormattingRequest.type, hasTyping, (document, { position, ch }) =>
      service.typeClosing(document, document.text.offsetAt(position), ch),
    ),
    answer(DocumentSymbolRequest.type, hasDocument, service.documentSymbols),
    answer(FoldingRangeRequest.type, hasDocument, service.foldingRanges),
    answer(DocumentLinkRequest.type, hasDocument, service.documentLinks),
    answer(DocumentFormattingRequest.type, hasDocument, (document) => service.formatDocument(document)),
    answer(DocumentRangeFormattingRequest.type, hasRange, (document, { range }) =>
      service.formatDocument(document, toTextRange(document, range)),
    ),
    answer(SelectionRangeRequest.type, hasPositions, (document, { positions }) =>
      service.selectionRanges(
        document,
        positions.map((position) => document.text.offsetAt(position)),
      ),
    ),
    answer(DefinitionRequest.type, hasPosition, (document, { position }) =>
      service.definition(document, document.text.offsetAt(position)),
    ),
    answer(DocumentHighlightRequest.type, hasPosition, (document, { position }) =>
      service.documentHighlights(document, document.text.offsetAt(position)),
    ),
    answer(ReferencesRequest.type, hasPosition, async (document, { position, context }, signal) => {
      const offset = document.text.offsetAt(position);
      return service.references(document, offset, {
        // Garbage in place of the context is no reason to say nothing.
        includesDefinition: (context as Partial<typeof context> | undefined)?.includeDeclaration !== false,
        others: await othersWith(document, offset, signal),
      });
    }),
    answer(PrepareRenameRequest.type, hasPosition, (document, { position }) =>
      service.prepareRename(document, document.text.offsetAt(position)),
    ),
    answer(RenameRequest.type, hasNewName, async (document, { position, newName }, signal) => {
      const offset = document.text.offsetAt(position);
      const others = await othersWith(document, offset, signal);
      const result = service.renameCharacter(document, offset, { newName, others });
      if ('edit' in result) return result.edit;
      throw new ResponseError(LSPErrorCodes.RequestFailed, result.refusal);
    }),
  ];
}

/** Null: all. */
function wantedKinds(context: unknown): readonly string[] | null {
  const only = isRecord(context) ? context['only'] : undefined;
  return isListOf(only, (kind) => typeof kind === 'string') ? only : null;
}

function toTextRange({ text }: ScriptDocument, { start, end }: Range): TextRange {
  return { startOffset: text.offsetAt(start), endOffset: text.offsetAt(end) };
}

import { createScriptChecker } from './checking/createScriptChecker.ts';
import { characterNameAt } from './features/characterNames.ts';
import { codeActions } from './features/codeActions/codeActions.ts';
import { codeLenses, codeLensUri, resolveCodeLens } from './features/codeLenses.ts';
import { complete } from './features/completion/complete.ts';
import { definition } from './features/definition.ts';
import { documentHighlights } from './features/documentHighlights.ts';
import { documentLinks } from './features/documentLinks.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { formatDocument } from './features/formatDocument.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { references } from './features/references.ts';
import { prepareRename, renameCharacter } from './features/renameCharacter.ts';
import { selectionRanges } from './features/selectionRanges.ts';
import { semanticTokens, semanticTokensLegend } from './features/semanticTokens.ts';
import { typeClosing } from './features/typeClosing.ts';

/**
 * All that can be asked of a script: pure functions of a document and places in it, as offsets. They answer in the
 * types of the language server protocol.
 */
export const scriptLanguageService = {
  characterNameAt,
  codeActions,
  codeLenses,
  codeLensUri,
  complete,
  createScriptChecker,
  definition,
  documentHighlights,
  documentLinks,
  documentSymbols,
  foldingRanges,
  formatDocument,
  hover,
  inlayHints,
  prepareRename,
  references,
  renameCharacter,
  resolveCodeLens,
  selectionRanges,
  semanticTokens,
  semanticTokensLegend,
  typeClosing,
} as const;

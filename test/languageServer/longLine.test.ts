import { expect, it } from 'vitest';
import { createOpenScript } from '../../server/src/languageServer/openScript.ts';
import { createScriptText } from '../../server/src/languageServer/scriptText.ts';
import { scriptLanguageService } from '../../server/src/script/scriptLanguageService.ts';
import { testEnvironment } from '../script/support/scriptDocumentOf.ts';

it('is asked of a paragraph with more findings than a call may have arguments', { timeout: 120_000 }, () => {
  const source = 'The wind came [breath] and *left*. '.repeat(130_000);
  const text = createScriptText({ uri: 'untitled:a', languageId: 'aloud', version: 1 }, source);
  const script = createOpenScript(text, testEnvironment);
  expect(script.diagnostics().length).toBeGreaterThanOrEqual(130_000);
  const { document } = script;
  const range = { startOffset: 1_000_000, endOffset: 1_000_010 };
  expect(scriptLanguageService.hover(document, source.indexOf('[breath]', 1_000_000) + 3)).not.toBeNull();
  scriptLanguageService.complete(document, 1_000_000, { hasSnippets: true, soundFiles: () => [] });
  scriptLanguageService.codeActions(document, range, { diagnostics: script.diagnostics(), only: null });
  scriptLanguageService.semanticTokens(document);
  scriptLanguageService.formatDocument(document);
  scriptLanguageService.selectionRanges(document, [1_000_000]);
});

import { createMarkdownInjection } from './createMarkdownInjection.ts';
import { createScriptGrammar } from './createScriptGrammar.ts';
import type { Grammar } from './grammar.ts';
import { scriptVocabulary } from './scriptVocabulary.ts';

/** The generated grammars, by the file they are in. */
export function createGrammars(): Readonly<Record<string, Grammar>> {
  return {
    'syntaxes/aloud.tmLanguage.json': createScriptGrammar(scriptVocabulary),
    'syntaxes/aloudInMarkdown.tmLanguage.json': createMarkdownInjection(scriptVocabulary),
  };
}

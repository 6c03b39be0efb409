import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

export interface Token {
  readonly text: string;
  /** Outermost first, without the language's own. */
  readonly scopes: readonly string[];
  readonly line: number;
  readonly startIndex: number;
}

const syntaxFolder = path.resolve(import.meta.dirname, '../../../syntaxes');

interface GrammarFiles {
  readonly scopeName: string;
  /** Files by the scope they are for. */
  readonly files: Readonly<Record<string, string>>;
  readonly injections?: readonly string[];
}

/** Loads a grammar the way VS Code does; `injections` are scopes of grammars that go into it. */
export async function loadTokenizer(options: GrammarFiles): Promise<(text: string) => readonly Token[]> {
  const grammar = await loadGrammar(options, {});
  return (text) => {
    const tokens: Token[] = [];
    let state = textmate.INITIAL;
    for (const [line, content] of text.split('\n').entries()) {
      const result = grammar.tokenizeLine(content, state);
      state = result.ruleStack;
      for (const { startIndex, endIndex, scopes } of result.tokens) {
        const tokenText = content.slice(startIndex, endIndex);
        if (tokenText === '') continue;
        tokens.push({ text: tokenText, scopes: scopes.slice(1), line, startIndex });
      }
    }
    return tokens;
  };
}

/** As a bit field of a token has it. */
const tokenTypes = ['other', 'comment', 'string', 'regex'] as const;

export type TokenType = (typeof tokenTypes)[number];

/**
 * What the editor takes text for.
 *
 * @param types  those of the manifest, by scope
 * @returns tells the type of the character before a place in the last line of a text
 */
export async function loadTokenTypes(
  options: GrammarFiles,
  types: Readonly<Record<string, TokenType>>,
): Promise<(text: string, column: number) => TokenType> {
  const codes = Object.entries(types).map(([scope, type]) => [scope, tokenTypes.indexOf(type)] as const);
  const grammar = await loadGrammar(options, Object.fromEntries(codes));
  return (text, column) => {
    let state = textmate.INITIAL;
    let metadata = 0;
    for (const line of text.split('\n')) {
      const result = grammar.tokenizeLine2(line, state);
      state = result.ruleStack;
      // Pairs of where a token begins and what it is.
      for (let index = 0; (result.tokens[index] ?? Infinity) < column; index += 2) {
        metadata = result.tokens[index + 1] ?? 0;
      }
    }
    return tokenTypes[(metadata >>> 8) & 3] ?? 'other';
  };
}

async function loadGrammar(
  options: GrammarFiles,
  types: Readonly<Record<string, number>>,
): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scopeName) => {
      const file = options.files[scopeName];
      if (file === undefined) return Promise.resolve(null);
      const filePath = path.resolve(syntaxFolder, file);
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(filePath, 'utf8'), filePath));
    },
    getInjections: (scopeName) => (scopeName === options.scopeName ? [...(options.injections ?? [])] : []),
  });
  const grammar = await registry.loadGrammarWithConfiguration(options.scopeName, 1, { tokenTypes: types });
  if (grammar === null) throw new Error(`no grammar for ${options.scopeName}`);
  return grammar;
}

/** What stands out of the text, as `words scope`: the innermost scope, of spans and emphasis all. */
export function colored(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ text, scopes }) => {
    if (text.trim() === '') return [];
    const names = scopes
      .map((scope) => scope.replace(/\.aloud$/, ''))
      .filter((scope) => !/^meta\.(paragraph|dialogue|direction|tag)|^markup\.heading/.test(scope));
    const innermost = names.at(-1);
    if (innermost === undefined) return [];
    const kept = innermost.startsWith('markup.')
      ? names.filter((name) => name.startsWith('markup.'))
      : [innermost];
    return [`${text} ${kept.join(' ')}`];
  });
}

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

/** Loads a grammar the way VS Code does; `injections` are scopes of grammars that go into it. */
export async function loadTokenizer(options: {
  readonly scopeName: string;
  /** Files by the scope they are for. */
  readonly files: Readonly<Record<string, string>>;
  readonly injections?: readonly string[];
}): Promise<(text: string) => readonly Token[]> {
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
  const grammar = await registry.loadGrammar(options.scopeName);
  if (grammar === null) throw new Error(`no grammar for ${options.scopeName}`);
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

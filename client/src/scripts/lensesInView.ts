import * as vscode from 'vscode';
import { CodeLensRequest, type LanguageClient, type Middleware } from 'vscode-languageclient/node';

/** Asks for lenses only near what is seen: with every key, an editor moves each that a document has. */
export interface LensesInView {
  readonly provideCodeLenses: NonNullable<Middleware['provideCodeLenses']>;
  dispose(): void;
}

/** Lines around what is seen that have their lenses before they are scrolled to. */
const marginLines = 40;
/** Lenses are asked for again when what is seen comes so near to the first or last line that has them. */
const nearLines = 15;
const settledMs = 150;

export function createLensesInView(client: () => LanguageClient): LensesInView {
  const asked = new WeakMap<vscode.TextDocument, readonly vscode.Range[]>();
  let timer: NodeJS.Timeout | undefined;

  const refresh = (document: vscode.TextDocument): void => {
    const provider = client().getFeature(CodeLensRequest.method).getProvider(document);
    provider?.onDidChangeCodeLensEmitter.fire();
  };
  const scrolls = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => {
    const known = asked.get(document);
    if (known === undefined) return;
    const isCovered = seenRanges(document, nearLines).every((seen) =>
      known.some((range) => range.contains(seen)),
    );
    if (isCovered) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, settledMs, document);
  });

  return {
    async provideCodeLenses(document, token) {
      const ranges = seenRanges(document, marginLines);
      asked.set(document, ranges);
      const { code2ProtocolConverter: toProtocol, protocol2CodeConverter: toCode } = client();
      const params = {
        ...toProtocol.asCodeLensParams(document),
        ranges: ranges.map((range) => toProtocol.asRange(range)),
      };
      try {
        const lenses = await client().sendRequest(CodeLensRequest.type, params, token);
        return token.isCancellationRequested ? null : await toCode.asCodeLenses(lenses, token);
      } catch (error) {
        return client().handleFailedRequest(CodeLensRequest.type, token, error, null);
      }
    },
    dispose() {
      clearTimeout(timer);
      scrolls.dispose();
    },
  };
}

/** What is seen of a document in all its editors, and some lines around. */
function seenRanges(document: vscode.TextDocument, aroundLines: number): readonly vscode.Range[] {
  return vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .flatMap(({ visibleRanges }) => visibleRanges)
    .map(({ start, end }) =>
      document.validateRange(
        new vscode.Range(Math.max(0, start.line - aroundLines), 0, end.line + aroundLines, 0),
      ),
    );
}

import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';

export interface DiagnosticsPublisher {
  /** Checks the script as it is by then, as soon as what was asked meanwhile has been answered. */
  schedule(uri: string): void;
}

export interface PublisherParts {
  /** Null: not open any more. */
  readonly documentOf: (uri: string) => ScriptDocument | null;
  readonly check: (document: ScriptDocument) => readonly ScriptDiagnostic[];
  readonly publish: (document: ScriptDocument, diagnostics: readonly Diagnostic[]) => void;
  readonly onFailure: (error: unknown) => void;
}

export function createDiagnosticsPublisher(parts: PublisherParts): DiagnosticsPublisher {
  const { documentOf, check, publish, onFailure } = parts;
  const waiting = new Set<string>();
  const checkNow = (uri: string): void => {
    waiting.delete(uri);
    const document = documentOf(uri);
    if (document === null) return;
    try {
      publish(
        document,
        check(document).map((diagnostic) => toLsp(document, diagnostic)),
      );
    } catch (error) {
      onFailure(error);
    }
  };
  return {
    schedule(uri) {
      if (waiting.has(uri)) return;
      waiting.add(uri);
      // One turn later than the next message, which may be a completion that somebody waits for.
      setImmediate(() => setImmediate(checkNow, uri));
    },
  };
}

export function toLsp({ text }: ScriptDocument, diagnostic: ScriptDiagnostic): Diagnostic {
  const { startOffset, endOffset, code, severity, message } = diagnostic;
  return {
    range: { start: text.positionAt(startOffset), end: text.positionAt(endOffset) },
    severity: severities[severity],
    code,
    source: 'aloud',
    message,
    ...(code === 'unused-character' && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

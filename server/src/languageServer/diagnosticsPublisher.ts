import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import { toLspRange } from '../script/features/lspRange.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';

export interface DiagnosticsPublisher {
  /** Checks the script in a moment, as it is by then. */
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
      const shown = check(document).slice(0, shownCount);
      publish(
        document,
        shown.map((diagnostic) => toLsp(document, diagnostic)),
      );
    } catch (error) {
      onFailure(error);
    }
  };
  return {
    schedule(uri) {
      if (waiting.has(uri)) return;
      waiting.add(uri);
      setTimeout(checkNow, courtesyMs, uri);
    },
  };
}

/** More help nobody, and would be sent again with every keystroke; those further down follow as these are mended. */
const shownCount = 1000;

/** What an editor asks for right after a change, such as a completion, is answered before. */
const courtesyMs = 5;

function toLsp({ text }: ScriptDocument, diagnostic: ScriptDiagnostic): Diagnostic {
  const { code, severity, message } = diagnostic;
  return {
    range: toLspRange(text, diagnostic),
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

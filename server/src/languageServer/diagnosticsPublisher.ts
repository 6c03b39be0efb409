import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import { toLspRange } from '../script/features/lspRange.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';
import { hasSameDiagnostics } from './hasSameDiagnostics.ts';

export interface DiagnosticsPublisher {
  /** Checks the script in a moment, as it is by then. */
  schedule(uri: string): void;
  /** The editor knows no diagnostics of it any more. */
  forget(uri: string): void;
}

export interface PublisherParts {
  /** Null: not open any more. */
  readonly documentOf: (uri: string) => ScriptDocument | null;
  readonly check: (document: ScriptDocument) => readonly ScriptDiagnostic[];
  readonly publish: (document: ScriptDocument, diagnostics: readonly Diagnostic[]) => void;
  readonly onFailure: (error: unknown) => void;
  /** Whether the editor is told only what it does not know; else it is told after each change. */
  readonly isSparing: () => boolean;
}

export function createDiagnosticsPublisher(parts: PublisherParts): DiagnosticsPublisher {
  const { documentOf, check, publish, onFailure, isSparing } = parts;
  const waiting = new Map<string, NodeJS.Timeout>();
  const told = new Map<string, readonly Diagnostic[]>();
  const checkNow = (uri: string): void => {
    waiting.delete(uri);
    const document = documentOf(uri);
    if (document === null) return;
    try {
      const shown = check(document).slice(0, shownCount);
      const diagnostics = shown.map((diagnostic) => toLsp(document, diagnostic));
      const known = told.get(uri);
      told.set(uri, diagnostics);
      if (isSparing() && known !== undefined && hasSameDiagnostics(known, diagnostics)) return;
      publish(document, diagnostics);
    } catch (error) {
      onFailure(error);
    }
  };
  return {
    schedule(uri) {
      const isPatient = isSparing() && (told.get(uri)?.length ?? 0) > fewCount;
      const timer = waiting.get(uri);
      if (timer !== undefined && !isPatient) return;
      clearTimeout(timer);
      waiting.set(uri, setTimeout(checkNow, isPatient ? pauseMs : courtesyMs, uri));
    },
    forget(uri) {
      told.delete(uri);
    },
  };
}

/** More help nobody, and would be sent again with every keystroke; those further down follow as these are mended. */
const shownCount = 1000;

/** What an editor asks for right after a change, such as a completion, is answered before. */
const courtesyMs = 5;

/** More of them are told to an editor that is spared when nobody types: it draws each anew. */
const fewCount = 100;
const pauseMs = 250;

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

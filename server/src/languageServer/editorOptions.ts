import { isFolder, isListOf, isRecord } from './messageShapes.ts';

/** What an editor can do and wants, as it says when it connects. */
export interface EditorOptions {
  /** Whether completions may have places to fill in. */
  readonly hasSnippets: boolean;
  /** False where the editor only ever asks for the tokens of what is seen. */
  readonly hasFullTokens: boolean;
  /** Where to offer to play: the commands are the editor's own, so that it must say that it has them. */
  readonly codeLenses: 'none' | 'sections' | 'lines';
  /** Whether diagnostics are told only where they differ from what was told, and many only when nobody types. */
  readonly hasSparingDiagnostics: boolean;
  /** Of the workspace, as URIs. */
  readonly folders: readonly string[];
  /** Whether scripts may name files; not where the user does not trust the workspace. */
  readonly hasFiles: boolean;
  /** With which the server ends. */
  readonly processId: number | null;
}

export const leastOptions: EditorOptions = {
  hasSnippets: false,
  hasFullTokens: true,
  codeLenses: 'none',
  hasSparingDiagnostics: false,
  folders: [],
  hasFiles: true,
  processId: null,
};

/** @param params  of `initialize` */
export function readEditorOptions(params: unknown): EditorOptions {
  const completion = ['capabilities', 'textDocument', 'completion', 'completionItem', 'snippetSupport'];
  const fullTokens = ['capabilities', 'textDocument', 'semanticTokens', 'requests', 'full'];
  const processId = valueAt(params, ['processId']);
  const codeLenses = valueAt(params, ['initializationOptions', 'codeLenses']);
  const diagnostics = valueAt(params, ['initializationOptions', 'diagnostics']);
  return {
    hasSnippets: valueAt(params, completion) === true,
    hasFullTokens: valueAt(params, fullTokens) !== false,
    codeLenses: codeLenses === 'sections' || codeLenses === 'lines' ? codeLenses : 'none',
    hasSparingDiagnostics: diagnostics === 'sparing',
    folders: readFolders(params),
    hasFiles: valueAt(params, ['initializationOptions', 'hasFiles']) !== false,
    processId: typeof processId === 'number' ? processId : null,
  };
}

/** Older editors know one folder only. */
function readFolders(params: unknown): readonly string[] {
  const folders = valueAt(params, ['workspaceFolders']);
  if (isListOf(folders, isFolder)) return folders.map(({ uri }) => uri);
  const root = valueAt(params, ['rootUri']);
  return typeof root === 'string' ? [root] : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

import { isRecord } from './messageShapes.ts';

/** What an editor can do and wants, as it says when it connects. */
export interface EditorOptions {
  /** Whether completions may have places to fill in. */
  readonly hasSnippets: boolean;
  /** Where to offer to play: the commands are the editor's own, so that it must say that it has them. */
  readonly codeLenses: 'none' | 'sections' | 'lines';
}

export const leastOptions: EditorOptions = { hasSnippets: false, codeLenses: 'none' };

/** @param params  of `initialize` */
export function readEditorOptions(params: unknown): EditorOptions {
  const completion = ['capabilities', 'textDocument', 'completion', 'completionItem', 'snippetSupport'];
  const codeLenses = valueAt(params, ['initializationOptions', 'codeLenses']);
  return {
    hasSnippets: valueAt(params, completion) === true,
    codeLenses: codeLenses === 'sections' || codeLenses === 'lines' ? codeLenses : 'none',
  };
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import type { ScriptDiagnostic } from '../script/checking/diagnostic.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';
import type { ScriptKnowledge } from '../scripts/scriptKnowledge.ts';
import { createOpenScript, type OpenScript } from './openScript.ts';
import { applyChanges, realPathOf } from './openTexts.ts';
import { createScriptText, type ScriptText } from './scriptText.ts';
import { createWorkspace, type OpenFile } from './workspace.ts';

/** The documents that an editor has open, those of other languages included: a script may include them. */
export interface OpenDocuments {
  /** The folders of the workspace. @param uris  as of `Workspace.setFolders` */
  setFolders(uris: readonly string[] | null): void;
  changeFolders(added: readonly string[], removed: readonly string[]): void;
  setKnowledge(knowledge: ScriptKnowledge): void;
  open(item: TextDocumentItem): void;
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  closeAll(): void;
  /** Files have changed on the disk, and nobody knows which. */
  refresh(): void;
  /** As `Workspace.whenKnown`. */
  whenKnown(uri: string): Promise<void> | null;
  /** Null where it is no open script. */
  get(uri: string): ScriptDocument | null;
  /** Of an open script. */
  diagnosticsOf(uri: string): readonly ScriptDiagnostic[];
  /** Sounds that an open script may name, as it would. */
  soundFilesOf(uri: string): readonly string[];
  /** All other scripts, open or in the folders of the workspace, that may say a name. */
  othersWith(uri: string, name: string, signal: AbortSignal): Promise<readonly ScriptDocument[]>;
  dispose(): Promise<void>;
}

export interface OpenDocumentsParts {
  /** A script is new, or is judged by something new. */
  readonly onChange: (uri: string) => void;
  readonly onClose: (uri: string) => void;
}

export function createOpenDocuments({ onChange, onClose }: OpenDocumentsParts): OpenDocuments {
  const documents = new Map<string, OpenDocument>();
  const workspace = createWorkspace({
    openFile: (file) => toOpenFile([...documents.values()].find((open) => open.file === file)),
    onChange: (uri, environment) => {
      documents.get(uri)?.script?.setEnvironment(environment);
      onChange(uri);
    },
  });
  const tellOthers = (document: OpenDocument | undefined): void => {
    const file = toOpenFile(document);
    if (file !== null) workspace.textChanged(file);
  };
  const changed = (uri: string, document: OpenDocument): void => {
    const { script } = document;
    tellOthers(document);
    if (script === null) return;
    workspace.setIncludes(
      uri,
      script.document.frontMatter.includes.map(({ text }) => text),
    );
    const known = workspace.whenKnown(uri);
    if (known === null) onChange(uri);
    else {
      void known.then(() => {
        onChange(uri);
      });
    }
  };
  let folders: readonly string[] | null = [];
  const setFolders = (uris: readonly string[] | null): void => {
    folders = uris;
    workspace.setFolders(uris);
  };
  const close = (uri: string): void => {
    const document = documents.get(uri);
    documents.delete(uri);
    workspace.close(uri);
    onClose(uri);
    // What includes it reads it from the disk again.
    tellOthers(document);
  };

  return {
    setFolders,
    changeFolders(added, removed) {
      if (folders !== null) setFolders([...folders.filter((uri) => !removed.includes(uri)), ...added]);
    },
    setKnowledge: (knowledge) => {
      workspace.setKnowledge(knowledge);
    },
    open({ uri, languageId, version, text: content }) {
      const text = createScriptText({ uri, languageId, version }, content);
      const script = isScript(text) ? createOpenScript(text, workspace.open(uri)) : null;
      const document = { file: realPathOf(uri), text, script };
      documents.set(uri, document);
      changed(uri, document);
    },
    change(uri, version, changes) {
      const document = documents.get(uri);
      if (document === undefined) return;
      const change = applyChanges(document.text, changes, version);
      document.text = change.text;
      document.script?.change(change);
      changed(uri, document);
    },
    close,
    closeAll() {
      for (const uri of documents.keys()) close(uri);
    },
    refresh: () => {
      workspace.refresh();
    },
    whenKnown: (uri) => workspace.whenKnown(uri),
    get: (uri) => documents.get(uri)?.script?.document ?? null,
    diagnosticsOf: (uri) => documents.get(uri)?.script?.diagnostics() ?? [],
    soundFilesOf: (uri) => workspace.soundFilesOf(uri),
    async othersWith(uri, name, signal) {
      const open = [...documents.values()].flatMap(({ script }) => script?.document ?? []);
      const others = open.filter((document) => document.uri !== uri);
      return [...others, ...(await workspace.findClosed(name, signal))];
    },
    dispose() {
      documents.clear();
      return workspace.dispose();
    },
  };
}

interface OpenDocument {
  /** Its real path; null where it is no file. */
  readonly file: string | null;
  text: ScriptText;
  /** Null where it is of another language. */
  readonly script: OpenScript | null;
}

function toOpenFile(document: OpenDocument | undefined): OpenFile | null {
  if (document === undefined || document.file === null) return null;
  return { uri: document.text.uri, file: document.file, source: document.text.getText() };
}

function isScript({ languageId, uri }: ScriptText): boolean {
  return languageId === 'aloud' || uri.endsWith('.aloud');
}

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { IncludedFile, ScriptEnvironment } from '../script/checking/environment.ts';
import { parseInclude } from '../script/frontMatter/parseFrontMatter.ts';
import type { ScriptDocument } from '../script/scriptDocument.ts';
import { readIncludes, type IncludeFile, type IncludingScript } from '../scripts/readIncludes.ts';
import { readScriptText } from '../scripts/readScriptText.ts';
import { isInside } from '../scripts/resolveInside.ts';
import type { ScriptKnowledge } from '../scripts/scriptKnowledge.ts';
import { findScripts, type FoundScript } from './closedScripts.ts';
import { toFilePath, toFileUri } from './filePath.ts';
import { createFolderListings } from './folderListings.ts';
import { createOpenScript } from './openScript.ts';
import { createScriptText } from './scriptText.ts';

/** What is around the open scripts: the files they name, and what the machine can do. Files are only read. */
export interface Workspace {
  /** @param uris  null: no file is to be read, whatever a script names */
  setFolders(uris: readonly string[] | null): void;
  setKnowledge(knowledge: ScriptKnowledge): void;
  /** By what the script is judged now; looks at its files where it has not. */
  open(uri: string): ScriptEnvironment;
  /** Resolves when what an open script includes has been read, or takes too long; null: it has been. */
  whenKnown(uri: string): Promise<void> | null;
  /** Of an open script. */
  setIncludes(uri: string, includes: readonly string[]): void;
  close(uri: string): void;
  /** Sounds beside an open script and in the folders that it names files of, as it would name them. */
  soundFilesOf(uri: string): readonly string[];
  /** The scripts of the workspace that say a text and are not open, with what they include. */
  findClosed(text: string, signal: AbortSignal): Promise<readonly ScriptDocument[]>;
  /** What an editor has of a file is not what it was. */
  textChanged(file: OpenFile): void;
  /** Files have changed, and nobody knows which. */
  refresh(): void;
  dispose(): Promise<void>;
}

export interface WorkspaceParts {
  /** A file that an editor has open, by its real path; null where it has not. */
  readonly openFile: (file: string) => OpenFile | null;
  readonly onChange: (uri: string, environment: ScriptEnvironment) => void;
}

export interface OpenFile {
  /** As the editor writes it. */
  readonly uri: string;
  /** Its real path. */
  readonly file: string;
  readonly source: string;
}

export function createWorkspace({ openFile, onChange }: WorkspaceParts): Workspace {
  const scripts = new Map<string, WatchedScript>();
  const parsed = new Map<string, IncludeFile>();
  let folders: readonly string[] | null = [];
  let knowledge = nothingKnown;

  const listings = createFolderListings((folder, change) => {
    for (const [uri, script] of scripts) {
      if (script.folders.has(folder)) void look(uri, script, change === 'names');
    }
  });
  const toEnvironment = (script: WatchedScript): ScriptEnvironment => ({
    ...knowledge,
    included: script.included,
    fileExists(name) {
      if (script.place === null) return null;
      const file = path.resolve(path.dirname(script.place.file), name);
      script.folders.add(path.dirname(file));
      return listings.hasFile(file, script.place.root);
    },
  });
  const tell = (uri: string, script: WatchedScript): void => {
    onChange(uri, toEnvironment(script));
  };
  const readInclude = async (file: string): Promise<IncludeFile | null> => {
    const source = openFile(file)?.source ?? (await readScriptText(file));
    if (source === null) return null;
    const known = parsed.get(file);
    if (known?.source === source) return known;
    const include = { source, frontMatter: parseInclude(source) };
    parsed.set(file, include);
    return include;
  };
  const readAll = async (script: IncludingScript): Promise<readonly IncludedFile[]> => {
    const included = await readIncludes(script, readInclude);
    // One file has one name, that of the editor.
    return included.map((file) => ({ ...file, uri: openFile(toFilePath(file.uri) ?? '')?.uri ?? file.uri }));
  };
  /** Reads what a script includes; of several reads, the last counts. */
  const read = async (uri: string, script: WatchedScript): Promise<void> => {
    const turn = (script.turn += 1);
    const included =
      script.place === null ? [] : await readAll({ ...script.place, includes: script.includes });
    if (scripts.get(uri) !== script) return;
    if (script.turn !== turn) return script.reading;
    const isSame = isSameFiles(script.included, included);
    if (!isSame) {
      script.included = included;
      watchFoldersOf(script);
    }
    if (script.isOtherwise || !isSame) tell(uri, script);
    script.isOtherwise = false;
  };
  /** @param isOtherwise  whether the script is judged by something new in any case */
  const look = (uri: string, script: WatchedScript, isOtherwise: boolean): Promise<void> => {
    script.isOtherwise ||= isOtherwise;
    script.reading = read(uri, script);
    return script.reading;
  };
  const watchFoldersOf = ({ included, place, folders: watched }: WatchedScript): void => {
    if (place === null) return;
    for (const file of [place.file, ...included.flatMap(({ uri }) => toFilePath(uri) ?? [])]) {
      const folder = path.dirname(file);
      watched.add(folder);
      listings.filesIn(folder, place.root);
    }
  };
  const readClosed = async ({
    file,
    source,
    root,
  }: FoundScript & { readonly root: string }): Promise<ScriptDocument> => {
    const { includes } = parseInclude(source);
    const texts = includes.map(({ text }) => text);
    const included = await readAll({ file, root, includes: texts });
    const text = createScriptText({ uri: toFileUri(file), languageId: 'aloud', version: 0 }, source);
    return createOpenScript(text, { ...knowledge, included, fileExists: () => null }).document;
  };
  const lookAtAll = (isOtherwise: boolean): void => {
    for (const [uri, script] of scripts) void look(uri, script, isOtherwise);
  };

  return {
    setFolders(uris) {
      folders = uris?.flatMap((uri) => toFilePath(uri) ?? []).map(withoutLinks) ?? null;
      for (const [uri, script] of scripts) script.place = placeOf(uri, folders);
      lookAtAll(true);
    },
    setKnowledge(next) {
      knowledge = next;
      for (const [uri, script] of scripts) tell(uri, script);
    },
    open(uri) {
      const place = placeOf(uri, folders);
      const script: WatchedScript = {
        place,
        includes: [],
        included: [],
        known: null,
        folders: new Set(),
        turn: 0,
        reading: Promise.resolve(),
        isOtherwise: false,
      };
      scripts.set(uri, script);
      watchFoldersOf(script);
      return toEnvironment(script);
    },
    whenKnown: (uri) => scripts.get(uri)?.known ?? null,
    setIncludes(uri, includes) {
      const script = scripts.get(uri);
      if (script === undefined || isSameList(script.includes, includes)) return;
      script.includes = includes;
      const known = Promise.race([look(uri, script, false), delay(patienceMs)]).then(() => {
        if (script.known === known) script.known = null;
      });
      script.known = known;
    },
    close(uri) {
      scripts.delete(uri);
      listings.keepOnly(new Set([...scripts.values()].flatMap((script) => [...script.folders])));
    },
    soundFilesOf(uri) {
      const script = scripts.get(uri);
      if (script?.place == null) return [];
      const { file, root } = script.place;
      return [...script.folders].flatMap((folder) =>
        (listings.filesIn(folder, root) ?? [])
          .filter((name) => soundName.test(name))
          .map((name) =>
            path.relative(path.dirname(file), path.join(folder, name)).replaceAll(path.sep, '/'),
          ),
      );
    },
    async findClosed(text, signal) {
      const found: ScriptDocument[] = [];
      for (const folder of folders ?? []) {
        for await (const { file, source } of findScripts(folder, text, signal)) {
          if (openFile(file) !== null) continue;
          found.push(await readClosed({ file, source, root: folder }));
        }
      }
      return found;
    },
    textChanged({ uri: changed, file }) {
      for (const [uri, script] of scripts) {
        const isConcerned = script.included.some(
          (included) => included.uri === changed || toFilePath(included.uri) === file,
        );
        if (isConcerned) void look(uri, script, false);
      }
    },
    refresh() {
      listings.refresh();
      lookAtAll(false);
    },
    async dispose() {
      scripts.clear();
      await listings.close();
    },
  };
}

interface WatchedScript {
  /** Null where the script is no file, or names none. */
  place: { readonly file: string; readonly root: string } | null;
  includes: readonly string[];
  included: readonly IncludedFile[];
  /** While that is read for other entries than before. */
  known: Promise<void> | null;
  /** Whose changes may concern it. */
  readonly folders: Set<string>;
  /** Counts the reads of its includes. */
  turn: number;
  /** The last of them. */
  reading: Promise<void>;
  /** Its environment is another one, and nobody has been told. */
  isOtherwise: boolean;
}

/** A disk that takes longer keeps nobody from writing. */
const patienceMs = 500;

const soundName = /\.(?:wav|flac|mp3|ogg|opus|m4a)$/i;

/** Before an editor has connected. */
const nothingKnown: ScriptKnowledge = {
  voices: [],
  abilities: new Map(),
  defaultVoice: '',
  isKnownWord: () => true,
  refuseText: () => null,
};

/** The innermost folder of the workspace that holds the script, or the script's own. */
function placeOf(uri: string, folders: readonly string[] | null): WatchedScript['place'] {
  const named = toFilePath(uri);
  if (named === null || folders === null) return null;
  // What it names counts from where it is named to be, whatever the file itself is a link to.
  const file = path.join(withoutLinks(path.dirname(named)), path.basename(named));
  const around = folders.filter((folder) => isInside(file, folder));
  const [root = path.dirname(file)] = around.toSorted((a, b) => b.length - a.length);
  return { file, root };
}

function withoutLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function isSameFiles(left: readonly IncludedFile[], right: readonly IncludedFile[]): boolean {
  return (
    left.length === right.length &&
    left.every((file, index) => {
      const other = right[index];
      return (
        other?.path === file.path &&
        other.uri === file.uri &&
        other.source === file.source &&
        other.refusal === file.refusal
      );
    })
  );
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => right[index] === text);
}

import path from 'node:path';
import type { IncludedFile } from '../script/checking/environment.ts';
import { parseInclude } from '../script/frontMatter/parseFrontMatter.ts';
import { parseScript } from '../script/parsing/parseScript.ts';
import type { Script } from '../script/tree/tree.ts';
import { readIncludes, type IncludeFile } from './readIncludes.ts';
import { readScriptText } from './readScriptText.ts';
import { isInside } from './resolveInside.ts';

export interface ScriptFile {
  readonly file: string;
  readonly source: string;
  /** Absolute; absent: the current folder, if the script is there or below, else the script's own. */
  readonly root?: string;
}

export interface ParsedScriptFile {
  readonly script: Script;
  readonly included: readonly IncludedFile[];
  /** Absolute; holds all that the script may name. */
  readonly root: string;
}

/** The tree of a script in a file, by the casts of what it includes. */
export async function parseScriptFile({ file, source, ...asked }: ScriptFile): Promise<ParsedScriptFile> {
  const place = path.resolve(file);
  const root = asked.root ?? (isInside(place, process.cwd()) ? process.cwd() : path.dirname(place));
  const alone = parseScript(source);
  const includes = alone.frontMatter.includes.map(({ text }) => text);
  const included = await readIncludes({ file: place, root, includes }, readInclude);
  const includedSpeakers = included.flatMap(({ frontMatter }) => [...frontMatter.cast.keys()]);
  const script = includedSpeakers.length === 0 ? alone : parseScript(source, { includedSpeakers });
  return { script, included, root };
}

async function readInclude(file: string): Promise<IncludeFile | null> {
  const source = await readScriptText(file);
  return source === null ? null : { source, frontMatter: parseInclude(source) };
}

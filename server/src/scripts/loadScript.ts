import path from 'node:path';
import type { ScriptEnvironment } from '../script/checking/environment.ts';
import { parseInclude } from '../script/frontMatter/parseFrontMatter.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import type { ResolvedCast } from '../script/frontMatter/resolvedCast.ts';
import { parseScript } from '../script/parsing/parseScript.ts';
import type { Script } from '../script/tree/tree.ts';
import { readIncludes } from './readIncludes.ts';
import { readScriptText } from './readScriptText.ts';
import type { ScriptKnowledge } from './scriptKnowledge.ts';

/** A script of a file with all that it includes. */
export interface LoadedScript {
  readonly script: Script;
  readonly cast: ResolvedCast;
  readonly environment: ScriptEnvironment;
}

/**
 * Reads a script, and what it includes from its own folder and below.
 *
 * @param file  where the source is from
 */
export async function loadScript(
  { file, source }: { readonly file: string; readonly source: string },
  knowledge: ScriptKnowledge,
): Promise<LoadedScript> {
  const place = path.resolve(file);
  const alone = parseScript(source);
  const includes = alone.frontMatter.includes.map(({ text }) => text);
  const included = await readIncludes({ file: place, root: path.dirname(place), includes }, readInclude);
  const includedSpeakers = included.flatMap(({ frontMatter }) => [...frontMatter.cast.keys()]);
  const script = includedSpeakers.length === 0 ? alone : parseScript(source, { includedSpeakers });
  return {
    script,
    cast: resolveCast(script.frontMatter, included),
    environment: { ...knowledge, included, fileExists: () => null },
  };
}

async function readInclude(file: string) {
  const source = await readScriptText(file);
  return source === null ? null : { source, frontMatter: parseInclude(source) };
}

import type { FrontMatter } from '../script/frontMatter/frontMatter.ts';
import { resolveCast } from '../script/frontMatter/resolveCast.ts';
import type { ResolvedCast } from '../script/frontMatter/resolvedCast.ts';
import { parseScript } from '../script/parsing/parseScript.ts';
import type { Script } from '../script/tree/tree.ts';
import { parseScriptFile } from './parseScriptFile.ts';

export interface ScriptWithCast {
  readonly script: Script;
  readonly frontMatter: FrontMatter;
  /** With what it includes; without a place it includes nothing. */
  readonly cast: ResolvedCast;
}

/** Absolute both; nothing outside of the root is looked at. */
export interface DocumentPlace {
  readonly file: string;
  readonly root: string;
}

/** A script as an editor has it, with all who speak in it. */
export async function readScriptCast(text: string, place: DocumentPlace | null): Promise<ScriptWithCast> {
  const { script, included } =
    place === null
      ? { script: parseScript(text), included: [] }
      : await parseScriptFile({ ...place, source: text });
  const { frontMatter } = script;
  return { script, frontMatter, cast: resolveCast(frontMatter, included) };
}

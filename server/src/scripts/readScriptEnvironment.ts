import path from 'node:path';
import type { ScriptEnvironment } from '../script/checking/environment.ts';
import { contentOf, walkInlines } from '../script/tree/walk.ts';
import type { Script } from '../script/tree/tree.ts';
import { parseScriptFile, type ScriptFile } from './parseScriptFile.ts';
import { resolveInside } from './resolveInside.ts';
import type { ScriptKnowledge } from './scriptKnowledge.ts';

export interface JudgedScript {
  readonly script: Script;
  readonly environment: ScriptEnvironment;
  /** Absolute; holds all that the script may name. */
  readonly root: string;
}

/** A script in a file with all it is judged by: what it includes, and which of the sounds it names are there. */
export async function readScriptEnvironment(
  scriptFile: ScriptFile,
  knowledge: ScriptKnowledge,
): Promise<JudgedScript> {
  const { script, included, root } = await parseScriptFile(scriptFile);
  const from = path.dirname(path.resolve(scriptFile.file));
  const found = new Map<string, boolean>();
  for (const name of soundNames(script)) {
    const { refusal } = await resolveInside(name, { from, root });
    found.set(name, refusal === null);
  }
  const fileExists = (name: string): boolean | null => found.get(name) ?? null;
  return { script, environment: { ...knowledge, included, fileExists }, root };
}

function soundNames(script: Script): Set<string> {
  const names = new Set<string>();
  for (const block of script.blocks) {
    for (const { node } of walkInlines(contentOf(block))) {
      if (node.kind === 'point' && node.name === 'sound' && node.argument !== null)
        names.add(node.argument.text);
    }
  }
  return names;
}

import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { readScriptText } from '../scripts/readScriptText.ts';

export interface FoundScript {
  readonly file: string;
  readonly source: string;
}

/** More is not a folder of scripts. */
const entryLimit = 20_000;
const scriptLimitBytes = 16 * 1024 * 1024;

/**
 * The scripts in a folder and below, as they are on the disk. Links are not followed, and folders that are hidden or
 * hold packages are left out.
 *
 * @param text  only those in which it stands
 */
export async function* findScripts(
  folder: string,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<FoundScript> {
  const folders = [folder];
  let entryCount = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await opendir(next).catch(() => null);
    if (entries === null) continue;
    for await (const entry of entries) {
      signal.throwIfAborted();
      if ((entryCount += 1) > entryLimit) return;
      const file = path.join(next, entry.name);
      if (entry.isDirectory() && !isLeftOut(entry.name)) folders.push(file);
      if (!entry.isFile() || !entry.name.endsWith('.aloud')) continue;
      const source = await readScriptText(file, scriptLimitBytes);
      if (source?.includes(text) === true) yield { file, source };
    }
  }
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

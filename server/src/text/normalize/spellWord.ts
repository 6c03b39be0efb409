import { isSpelledOut, isUnpronounceable } from './acronyms.ts';
import { cardinalWords, digitWords, yearWords } from './numberWords.ts';
import { foldLetters } from './foldLetters.ts';

/** Parts whose writing hides how they are said. */
const knownParts: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    PhD: ['P', 'H', 'D'],
    json: ['jason'],
    JSON: ['jason'],
    sql: ['S', 'Q', 'L'],
    url: ['U', 'R', 'L'],
    api: ['A', 'P', 'I'],
    gui: ['gooey'],
    GUI: ['gooey'],
    jpg: ['J', 'peg'],
    JPG: ['J', 'peg'],
    JPEG: ['J', 'peg'],
    jpeg: ['J', 'peg'],
    png: ['P', 'N', 'G'],
    utf: ['U', 'T', 'F'],
    UTF: ['U', 'T', 'F'],
    yaml: ['yamel'],
    YAML: ['yamel'],
    sudo: ['soodoo'],
    iPhone: ['I', 'phone'],
    iPad: ['I', 'pad'],
    iPod: ['I', 'pod'],
    iTunes: ['I', 'tunes'],
    iOS: ['I', 'O', 'S'],
    eBay: ['E', 'bay'],
    LaTeX: ['lay', 'tech'],
    OAuth: ['O', 'auth'],
    "CONT'D": ['continued'],
    "cont'd": ['continued'],
  }),
);

/** A trailing `s`, `'s` or `'S` of letters said by name: `FBIs`, `CEO's`. */
const letterPlural = /^([A-Z]{2,})('?s|'S)$/u;
/** The same of one letter: `Ps and Qs`. With a vowel it would be a word, and `Ms` is a title. */
const oneLetterPlural = /^(?!M)([B-DF-HJ-NP-TV-Z])s$/u;
const innerParts = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z']+|[A-Z']+|\d+/gu;
const singleWord = /^(?:[A-Za-z]?[a-z']*|[A-Z]'[A-Z][a-z']*|(?:Mc|Mac|O'|D')[A-Z][a-z']+)$/u;

/**
 * The words of one run of letters, digits, apostrophes and underscores: an ordinary word, an acronym, an identifier.
 * Empty where the run holds letters of another script, which this language has no words for.
 *
 * @param written  the run as it stands at `offset` of `text`
 */
export function spellWord(written: string, text: string, offset: number): readonly string[] {
  const folded = foldLetters(written);
  if (folded === undefined) return [];
  const known = knownParts.get(folded);
  if (known !== undefined) return known;
  const letter = oneLetterPlural.exec(folded)?.[1];
  if (letter !== undefined) return [`${letter}'s`];
  if (singleWord.test(folded)) return plainWord(folded);
  const plural = letterPlural.exec(folded);
  if (plural !== null) return pluralOfCapitals(plural[1] ?? '', text, offset);
  const result: string[] = [];
  for (const [part] of folded.matchAll(innerParts)) {
    for (const word of partWords(part, text, offset)) result.push(word);
  }
  return result;
}

/** Letters by their names; other characters are left out. */
export function letterNames(letters: string): string[] {
  return letters.normalize('NFKD').toUpperCase().match(/[A-Z]/gu) ?? [];
}

/** A run of digits inside an identifier or a name: short ones are numbers, those with a leading zero digits. */
export function embeddedNumberWords(digits: string): string[] {
  if (digits.length > 1 && digits.startsWith('0')) return digitWords(digits);
  if (digits.length === 4 && /^(?:1[1-9]|20)/u.test(digits)) return yearWords(digits);
  return digits.length > 6 ? digitWords(digits) : cardinalWords(digits);
}

function plainWord(word: string): readonly string[] {
  const lower = trimApostrophes(word.toLowerCase());
  if (lower === '') return [];
  if (lower.length === 1) return lower === 'a' || lower === 'i' ? [lower] : letterNames(lower);
  return isUnpronounceable(lower) && !lower.includes("'") ? letterNames(lower) : [lower];
}

function pluralOfCapitals(capitals: string, text: string, offset: number): readonly string[] {
  if (!isSpelledOut(capitals, text, offset)) return [`${capitals.toLowerCase()}'s`];
  const names = letterNames(capitals);
  const last = names.pop() ?? '';
  return [...names, `${last}'s`];
}

function partWords(part: string, text: string, offset: number): readonly string[] {
  if (/^\d/u.test(part)) return embeddedNumberWords(part);
  const known = knownParts.get(part);
  if (known !== undefined) return known;
  const bare = trimApostrophes(part);
  if (bare.length > 1 && bare === bare.toUpperCase()) {
    const letters = bare.replaceAll("'", '');
    return isSpelledOut(letters, text, offset) ? letterNames(letters) : [bare.toLowerCase()];
  }
  return bare.length === 1 ? letterNames(bare) : plainWord(bare);
}

/** A leading apostrophe stays where letters were left out (`'tis`), a trailing one in `goin'`. */
function trimApostrophes(word: string): string {
  const lead = /^'+(?!(?:tis|twas|em|til|cause|n|bout|round|twere|twill|s|re|ve|ll|d|m)(?:'|$))/u;
  return word
    .replace(lead, '')
    .replace(/(?<!in|o|th|n)'+$/u, '')
    .replace(/^'+$/u, '');
}

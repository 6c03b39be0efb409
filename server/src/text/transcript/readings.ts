import { cardinalWords, digitWords, yearWords } from '../normalize/numberWords.ts';
import { isInitialism } from '../normalize/acronyms.ts';
import { letterNames } from '../normalize/spellWord.ts';
import type { SpokenToken } from '../spokenToken.ts';
import { toAmericanSpelling } from './americanSpelling.ts';
import type { Readings } from './wordLattice.ts';

export interface TokenSurroundings {
  readonly previous: SpokenToken | undefined;
  readonly next: SpokenToken | undefined;
}

/**
 * The usual ways to say a token, in the comparison's spelling: the normalizer's first. Empty for a token without words
 * and for the "and" inside a number ("one hundred and five").
 */
export function readingsOf(token: SpokenToken, { previous, next }: TokenSurroundings): Readings {
  if (isNumberAnd(token, previous, next)) return [];
  const title = titles.get(token.text.toLowerCase());
  const readings = [title ?? token.words, ...alternatives(token)];
  const unique = new Map(readings.map((words) => [words.join(' '), words.map(canonicalWord)]));
  return [...unique.values()];
}

const titles: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    mr: ['mister'],
    mrs: ['missus'],
    dr: ['doctor'],
  }),
);
const numberNames =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)(?:th)?$/u;
const scaleNames = /^(?:hundred|thousand|million|billion)$/u;
const wholeNumber = /^\d{1,3}(?:,\d{3})+$|^\d+$/u;
const fullHour = /^(\d{1,2}):00$/u;
const fractionNames = /^(?:half|quarter|third)$/u;

function canonicalWord(word: string): string {
  const lower = word.toLowerCase().replace(/^'+|'+$/gu, '');
  return toAmericanSpelling(lower);
}

function alternatives(token: SpokenToken): Readings {
  const { text, words } = token;
  const found: (readonly string[])[] = [];
  const joint = words.at(-1);
  if (/^\d+$/u.test(text) && (joint === 'to' || joint === 'by')) found.push(words.slice(0, -1));
  else if (wholeNumber.test(text))
    found.push(...numberReadings(text.replaceAll(',', ''), text.includes(',')));
  const hour = fullHour.exec(text)?.[1];
  if (hour !== undefined) found.push(cardinalWords(hour), [...cardinalWords(hour), "o'clock"]);
  if (/^[$£€]/u.test(text)) found.push(...moneyReadings(words));
  if (words[0] === 'one' && words.length === 2 && fractionNames.test(words[1] ?? ''))
    found.push(['a', ...words.slice(1)], words.slice(1));
  const decimal = /^(\d+)\.([1-9]\d)$/u.exec(text);
  if (decimal !== null)
    found.push([...cardinalWords(decimal[1] ?? ''), 'point', ...cardinalWords(decimal[2] ?? '')]);
  if (isInitialism(text)) found.push(letterNames(text));
  if (words.includes('zero') && words.length > 1)
    found.push(words.map((word) => (word === 'zero' ? 'oh' : word)));
  if (words.includes('oh') && /\d/u.test(text))
    found.push(words.map((word) => (word === 'oh' ? 'zero' : word)));
  return found;
}

function numberReadings(digits: string, isGrouped: boolean): Readings {
  const cardinal = cardinalWords(digits);
  const found: (readonly string[])[] = [cardinal];
  if (digits.length === 3 || digits.length === 4) found.push(yearWords(digits));
  if (/^200[1-9]$/u.test(digits)) found.push(['twenty', 'oh', ...digitWords(digits.slice(3))]);
  if (cardinal[0] === 'one' && cardinal.length > 1) found.push(['a', ...cardinal.slice(1)]);
  const millions = /^(\d{1,3})(\d)00000$/u.exec(digits);
  if (millions !== null && millions[2] !== '0') {
    found.push([...cardinalWords(millions[1] ?? ''), 'point', ...digitWords(millions[2] ?? ''), 'million']);
  }
  if (!isGrouped && digits.length > 1) {
    found.push(
      digitWords(digits),
      digitWords(digits).map((word) => (word === 'zero' ? 'oh' : word)),
    );
  }
  return found;
}

/** "three dollars and fifty cents" is also said without "and", without "cents", and as "three fifty". */
function moneyReadings(words: readonly string[]): Readings {
  const and = words.indexOf('and');
  if (and < 2) return [];
  const major = words.slice(0, and);
  const minor = words.slice(and + 1);
  const bareMinor = minor.slice(0, -1);
  return [
    [...major, ...minor],
    [...major, ...bareMinor],
    [...major.slice(0, -1), ...bareMinor],
  ];
}

function isNumberAnd(
  token: SpokenToken,
  previous: SpokenToken | undefined,
  next: SpokenToken | undefined,
): boolean {
  if (token.text.toLowerCase() !== 'and') return false;
  return (
    scaleNames.test(previous?.words.at(-1) ?? '') &&
    previous?.after === '' &&
    numberNames.test(next?.words[0] ?? '')
  );
}

import { monthNames } from './dates.ts';
import { digitWords, ordinalWords, yearWords } from './numberWords.ts';
import { normalizeEnglish } from './normalizeEnglish.ts';
import type { EnglishDialect } from './rule.ts';
import { readRoman } from './romanNumerals.ts';
import { symbolWords } from './symbols.ts';

/** What a written form stands for, where its writing alone does not tell. */
export const sayAsKinds = [
  'digits',
  'characters',
  'date',
  'time',
  'ordinal',
  'telephone',
  'currency',
] as const;

export type SayAsKind = (typeof sayAsKinds)[number];

/**
 * A written form in English words: `1984` as digits is `one nine eight four`, as a date `nineteen eighty four`, as an
 * ordinal `one thousand nine hundred eighty fourth`.
 *
 * @param dialect  decides which of day and month comes first where both could
 * @returns null where the text is none of the kind
 */
export function sayAs(text: string, kind: SayAsKind, dialect: EnglishDialect): string | null {
  const written = text.trim();
  const words = readers[kind](written, dialect);
  return words === null || words === '' ? null : words;
}

type Reader = (written: string, dialect: EnglishDialect) => string | null;

const readers: Readonly<Record<SayAsKind, Reader>> = {
  digits: (written) => {
    if (!/\d/u.test(written) || /\p{L}/u.test(written)) return null;
    const parts = written.match(/\d|[.,](?=\d)|[+-](?=\d)/gu) ?? [];
    return parts
      .map((part) => digitSigns[part] ?? digitWords(part).join(' '))
      .filter(Boolean)
      .join(' ');
  },
  characters: (written) => {
    const names =
      written
        .match(/[A-Za-z]+|[^A-Za-z\s]/gu)
        ?.map(characterNames)
        .filter(Boolean) ?? [];
    return names.join(' ');
  },
  date: (written, dialect) => {
    const year = /^\d{3,4}$/u.exec(written);
    if (year !== null) return yearWords(year[0]).join(' ');
    const compact =
      /^(\d{4})(\d{2})(\d{2})$/u.exec(written) ?? /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/u.exec(written);
    if (compact !== null) {
      const [, full = '', month = '', day = ''] = compact;
      return spoken(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, dialect);
    }
    const short = /^(\d{1,2})[/.-](\d{1,2})\.?$/u.exec(written);
    if (short !== null) return dayAndMonth(short, dialect);
    return spoken(written, dialect);
  },
  time: (written, dialect) => {
    const clock = /^(\d{1,2})[.:hH]?([0-5]\d)(?:[:.]([0-5]\d))?(\s*[ap]\.?m\.?)?$/iu.exec(written);
    if (clock === null) return spoken(written, dialect);
    const [, hour = '', minute = '', second, half = ''] = clock;
    return spoken(`${hour}:${minute}${second === undefined ? '' : `:${second}`}${half}`, dialect);
  },
  ordinal: (written) => {
    const digits = /^(\d[\d,]*)(?:st|nd|rd|th|\.)?$/iu.exec(written)?.[1]?.replaceAll(',', '');
    const number = digits ?? readRoman(written.toUpperCase())?.toString();
    return number === undefined ? null : ordinalWords(number).join(' ');
  },
  telephone: (written) => {
    const groups = written.match(/\+?\d+/gu);
    if (groups === null || /\p{L}/u.test(written.replace(/\b(?:ext|x)\b/giu, ''))) return null;
    return groups.map(groupWords).join(', ');
  },
  currency: (written, dialect) => {
    const coded = /^([A-Z]{3})\s?(\d[\d.,]*)$/u.exec(written);
    return spoken(coded === null ? written : `${coded[2] ?? ''} ${coded[1] ?? ''}`, dialect);
  },
};

const digitSigns: Readonly<Record<string, string>> = { '.': 'point', ',': '', '+': 'plus', '-': '' };

/** Letters apart; with periods where an A would be taken for the article. */
function characterNames(characters: string): string {
  const letters = characters.toUpperCase();
  if (!/^[A-Z]/u.test(letters)) {
    if (/^\d$/u.test(letters)) return digitWords(letters).join(' ');
    return symbolWords.get(letters)?.join(' ') ?? signNames[letters] ?? letters;
  }
  const isArticle = /A(?![B-Z])/u.test(letters) && letters.length > 1;
  return isArticle ? letters.replace(/./gu, '$&.') : letters.replace(/(?<=.)(?=.)/gu, ' ');
}

const signNames: Readonly<Record<string, string>> = {
  '-': 'dash',
  '.': 'dot',
  ',': 'comma',
  '/': 'slash',
  _: 'underscore',
  ':': 'colon',
  ';': 'semicolon',
  '!': 'exclamation mark',
  '?': 'question mark',
  '(': 'open parenthesis',
  ')': 'close parenthesis',
  '"': 'quote',
  "'": 'apostrophe',
};

function dayAndMonth(match: RegExpExecArray, dialect: EnglishDialect): string | null {
  const [, first = '', second = ''] = match;
  const isDayFirst = Number(first) > 12 || (Number(second) <= 12 && dialect === 'gb');
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  const monthName = monthNames[Number(month) - 1];
  if (monthName === undefined || Number(day) < 1 || Number(day) > 31) return null;
  return `${monthName} ${ordinalWords(day).join(' ')}`;
}

function groupWords(group: string): string {
  return [...(group.startsWith('+') ? ['plus'] : []), ...digitWords(group)].join(' ');
}

/** By the rules for running text; empty where they know no words. */
function spoken(written: string, dialect: EnglishDialect): string {
  const tokens = normalizeEnglish(written, dialect);
  return tokens.map(({ words, after }) => words.join(' ') + after.replace(/[^,]/gu, '')).join(' ');
}

const units = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen',
);
const tens = words('zero ten twenty thirty forty fifty sixty seventy eighty ninety');
const scales = words('one thousand million billion trillion quadrillion quintillion');
const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** Digits beyond this many are read one by one: no name of a scale follows. */
const longestCardinalDigits = scales.length * 3;

/**
 * A whole number as words, American style, without "and".
 *
 * @param digits  only 0-9, any length; leading zeros do not count. Over 21 digits: digit by digit.
 */
export function cardinalWords(digits: string): string[] {
  const significant = digits.replace(/^0+(?=\d)/u, '');
  if (significant.length > longestCardinalDigits) return digitWords(significant);
  const result: string[] = [];
  const groupCount = Math.ceil(significant.length / 3);
  const padded = significant.padStart(groupCount * 3, '0');
  for (let group = 0; group < groupCount; group++) {
    const value = Number(padded.slice(group * 3, group * 3 + 3));
    if (value === 0) continue;
    result.push(...belowThousand(value));
    const scale = groupCount - group - 1;
    if (scale > 0) result.push(at(scales, scale));
  }
  return result.length > 0 ? result : ['zero'];
}

/** `21` as `twenty first`. Same argument as {@link cardinalWords}. */
export function ordinalWords(digits: string): string[] {
  return withLastWord(cardinalWords(digits), toOrdinal);
}

/** Each digit by its name; characters that are no digits are left out. */
export function digitWords(digits: string): string[] {
  const result: string[] = [];
  for (const character of digits) {
    if (character >= '0' && character <= '9') result.push(at(units, Number(character)));
  }
  return result;
}

/**
 * A year, or any number read in pairs: `1984` as `nineteen eighty four`, `1905` as `nineteen oh five`,
 * `2005` as `two thousand five`, `1900` as `nineteen hundred`. Other than three or four digits: a cardinal.
 */
export function yearWords(digits: string): string[] {
  const value = Number(digits);
  const isPairable = (digits.length === 3 || digits.length === 4) && value >= 100;
  if (!isPairable || value % 1000 === 0 || (value > 2000 && value < 2010)) return cardinalWords(digits);
  const high = belowThousand(Math.floor(value / 100));
  return [...high, ...lowPair(value % 100)];
}

/** `1980` as `nineteen eighties`, `90` as `nineties`, `1900` as `nineteen hundreds`. */
export function decadeWords(digits: string): string[] {
  return withLastWord(yearWords(digits), pluralOfNumber);
}

/** The fraction's digits follow "point" one by one; `.5` is `point five` and `0.5` `zero point five`. */
export function decimalWords(whole: string, fraction: string): string[] {
  const wholeWords = whole === '' ? [] : cardinalWords(whole);
  return [...wholeWords, 'point', ...digitWords(fraction)];
}

/** `3/4` as `three quarters`, `1/2` as `one half`; a zero denominator is read with "over". */
export function fractionWords(numerator: string, denominator: string): string[] {
  const count = cardinalWords(numerator);
  const below = cardinalWords(denominator).join(' ');
  if (below === 'zero' || below === 'one') return [...count, 'over', below];
  const isOne = count.length === 1 && count[0] === 'one';
  if (below === 'two') return [...count, isOne ? 'half' : 'halves'];
  if (below === 'four') return [...count, isOne ? 'quarter' : 'quarters'];
  const part = ordinalWords(denominator);
  return [...count, ...(isOne ? part : withLastWord(part, (word) => `${word}s`))];
}

function belowThousand(value: number): string[] {
  const result: string[] = [];
  if (value >= 100) result.push(at(units, Math.floor(value / 100)), 'hundred');
  const rest = value % 100;
  if (rest === 0) return result;
  if (rest < 20) return [...result, at(units, rest)];
  result.push(at(tens, Math.floor(rest / 10)));
  if (rest % 10 > 0) result.push(at(units, rest % 10));
  return result;
}

function lowPair(value: number): string[] {
  if (value === 0) return ['hundred'];
  return value < 10 ? ['oh', at(units, value)] : belowThousand(value);
}

function toOrdinal(word: string): string {
  const irregular = irregularOrdinals[word];
  if (irregular !== undefined) return irregular;
  return word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`;
}

function pluralOfNumber(word: string): string {
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('x') ? `${word}es` : `${word}s`;
}

function withLastWord(list: readonly string[], change: (word: string) => string): string[] {
  const last = list.at(-1);
  return last === undefined ? [] : [...list.slice(0, -1), change(last)];
}

function at(list: readonly string[], index: number): string {
  return list[index] ?? '';
}

function words(list: string): readonly string[] {
  return list.split(' ');
}

import { isOne, quantityWords, readNumber } from './numberShape.ts';
import { fractionWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';

/** Singular and plural by the unit as written; the case counts. */
const units: Readonly<Record<string, readonly [string, string]>> = {
  ...regular('km:kilometer|m:meter|cm:centimeter|mm:millimeter|nm:nanometer|µm:micrometer|μm:micrometer'),
  ...regular(
    'kg:kilogram|g:gram|mg:milligram|µg:microgram|μg:microgram|mcg:microgram|t:ton|lb:pound|lbs:pound',
  ),
  ...regular('oz:ounce|mi:mile|yd:yard|yds:yard|ac:acre|gal:gallon|qt:quart|tsp:teaspoon|tbsp:tablespoon'),
  ...regular('L:liter|l:liter|ml:milliliter|mL:milliliter|cl:centiliter|dl:deciliter|cc:C C'),
  ...regular('s:second|sec:second|secs:second|ms:millisecond|µs:microsecond|μs:microsecond|ns:nanosecond'),
  ...regular(
    'min:minute|mins:minute|h:hour|hr:hour|hrs:hour|yr:year|yrs:year|mo:month|mos:month|wk:week|wks:week',
  ),
  ...regular(
    'W:watt|kW:kilowatt|MW:megawatt|GW:gigawatt|V:volt|mV:millivolt|kV:kilovolt|mA:milliamp|Ah:amp hour',
  ),
  ...regular(
    'kWh:kilowatt hour|Wh:watt hour|MWh:megawatt hour|mAh:milliamp hour|J:joule|kJ:kilojoule|N:newton',
  ),
  ...regular(
    'cal:calorie|kcal:kilocalorie|Pa:pascal|kPa:kilopascal|hPa:hectopascal|MPa:megapascal|dB:decibel',
  ),
  ...regular('kB:kilobyte|KB:kilobyte|MB:megabyte|GB:gigabyte|TB:terabyte|PB:petabyte|KiB:kibibyte'),
  ...regular(
    'MiB:mebibyte|GiB:gibibyte|TiB:tebibyte|kbit:kilobit|Mbit:megabit|Gbit:gigabit|px:pixel|pt:point',
  ),
  ...regular(
    'Mbps:megabit per second|Gbps:gigabit per second|kbps:kilobit per second|Mb/s:megabit per second',
  ),
  ...regular(
    'MB/s:megabyte per second|GB/s:gigabyte per second|ha:hectare|Ω:ohm|kΩ:kiloohm|ppi:pixel per inch',
  ),
  ...regular(
    'km/h:kilometer per hour|kph:kilometer per hour|kmh:kilometer per hour|mph:mile per hour|knot:knot',
  ),
  ...regular('m/s:meter per second|m/s²:meter per second squared|mi/h:mile per hour|ft/s:foot per second'),
  ...regular(
    'mpg:mile per gallon|kg/m³:kilogram per cubic meter|g/l:gram per liter|mg/dL:milligram per deciliter',
  ),
  ...regular(
    'm²:square meter|m2:square meter|km²:square kilometer|km2:square kilometer|cm²:square centimeter',
  ),
  ...regular(
    'm³:cubic meter|m3:cubic meter|cm³:cubic centimeter|cm3:cubic centimeter|sqm:square meter|mi²:square mile',
  ),
  ...regular(
    '°:degree|deg:degree|º:degree|°C:degree celsius|℃:degree celsius|°F:degree fahrenheit|℉:degree fahrenheit',
  ),
  ...regular('fps:frame per second|rpm:revolution per minute|bpm:beat per minute|dpi:dot per inch'),
  ft: ['foot', 'feet'],
  'ft²': ['square foot', 'square feet'],
  'sq ft': ['square foot', 'square feet'],
  'in.': ['inch', 'inches'],
  '″': ['inch', 'inches'],
  '′': ['foot', 'feet'],
  mol: ['mole', 'moles'],
  Hz: ['hertz', 'hertz'],
  kHz: ['kilohertz', 'kilohertz'],
  MHz: ['megahertz', 'megahertz'],
  GHz: ['gigahertz', 'gigahertz'],
  THz: ['terahertz', 'terahertz'],
  psi: ['P S I', 'P S I'],
  hp: ['horsepower', 'horsepower'],
  '%': ['percent', 'percent'],
  '％': ['percent', 'percent'],
  '٪': ['percent', 'percent'],
  '‰': ['per thousand', 'per thousand'],
  '×': ['times', 'times'],
  x: ['times', 'times'],
};
const unitPattern = Object.keys(units)
  .filter((unit) => unit !== '×' && unit !== 'x')
  .sort((left, right) => right.length - left.length)
  .map((unit) => unit.replace('.', '\\.'))
  .join('|');
/** Written after white space, these are words or letters more often than units. */
const onlyAttached = new Set([
  'V',
  'W',
  'J',
  'N',
  'B',
  's',
  't',
  'ac',
  'h',
  'L',
  'l',
  'pt',
  'm2',
  'm3',
  'deg',
]);
const unit = new RegExp(
  `(?<gap>[ \\u00A0\\u2009\\u202F]|-(?=[a-zA-Z]))?(?<unit>${unitPattern})(?<dot>\\.(?=[ ]?[\\p{Ll},;:)]))?(?![\\p{L}\\p{M}\\p{N}_°²³]|-?\\p{L}|['’]\\p{L}|/(?![\\p{L}\\d]))`,
  'uy',
);
const minuteMark = /m(?![\p{L}\p{N}])/uy;
const times = /[x×](?![\p{L}\p{N}])/uy;
const by = /(?:[ \u00A0]x[ \u00A0]|[x×])(?=\d)/uy;
const range = /[ \u00A0]?(?:[-–—]|(?=to\b))(?=[ \u00A0]?\.?\d)/uy;
const feetInches = /(?<feet>\d{1,2})['’′](?: ?(?<inches>\d{1,2})(?:"|”|″|''|’’)?)(?![\p{L}\p{N}])/uy;
const feetAndInchesInWords =
  /(?<feet>\d{1,2}) ?ft\.? (?<inches>\d{1,2}) ?in(?:\.(?= ?[\p{Ll},;:)]))?(?![\p{L}\p{N}]| (?:the|an?|his|her|my|our|their)\b)/uy;
const inchMark =
  /(?:"|”)(?=[ ]?(?:x|×|by|wide|tall|long|deep|thick|diameter|screen|monitor|pipe|display|tins?|pans?|plates?|boards?|nails?)\b)/uy;
const inchThing = /[ ]?(?:screen|monitor|pipe|display|tins?|pans?|plates?|boards?|nails?)\b/uy;
const vulgar = /(?<whole>\d+)?[ ⁄]?(?<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞])(?!\d)/uy;
const mixed =
  /(?:(?<whole>\d{1,4})[ -])?(?<numerator>\d{1,2})[/⁄](?<denominator>\d{1,3})(?:ths?|rds?|nds?)?(?![\p{L}\p{N}/.,]*[\p{N}/])/uy;

/** `5 km`, `3kg`, `20°C`, `50%`, `60 mph`, `3x`: the unit is a token of its own where white space comes before it. */
export const measure: Rule = (input) => {
  const number = readNumber(input.text, input.offset);
  if (number === undefined) return undefined;
  const first = { startOffset: input.offset, endOffset: number.endOffset, words: quantityWords(number) };
  const isAttribute = input.isAdjacent && /^an?$/iu.test(input.previous);
  return hoursAndMinutes(input, first) ?? withUnit(input.text, first, isAttribute || isOne(number));
};

/** `2h 15m`: minutes, not meters. */
function hoursAndMinutes(input: RuleInput, number: SpokenPiece): SpokenPiece[] | undefined {
  if (!/^\d{1,3}h$/u.test(input.previous) || matchAt(minuteMark, input.text, number.endOffset) === undefined)
    return undefined;
  return [{ ...number, endOffset: number.endOffset + 1, words: [...number.words, 'minutes'] }];
}

/** `5'11"`, `6′ 2″`, `27" wide`. */
export const feetAndInches: Rule = (input) => {
  const match =
    matchAt(feetInches, input.text, input.offset) ?? matchAt(feetAndInchesInWords, input.text, input.offset);
  if (match === undefined) return inches(input);
  const { feet = '', inches: inchCount = '' } = match.groups ?? {};
  const words = [...quantityWords({ whole: feet, fraction: undefined }), feet === '1' ? 'foot' : 'feet'];
  words.push(...quantityWords({ whole: inchCount, fraction: undefined }));
  return piece(input, match[0].length, words);
};

/** `1/2`, `5 3/4`, `2½`, with or without a unit. Denominators nobody names are read as one number over another. */
export const fraction: Rule = (input) => {
  const first = vulgarFraction(input) ?? slashFraction(input);
  const isPart = first !== undefined && !first.words.includes('and');
  return first === undefined ? undefined : (withUnit(input.text, first, isPart) ?? [first]);
};

/** `2x4`, `1920×1080`: "by" between them, a unit after the last. */
export const dimensions: Rule = (input) => {
  const pieces: SpokenPiece[] = [];
  let number = readNumber(input.text, input.offset);
  let offset = input.offset;
  while (number !== undefined) {
    const mark: RegExpExecArray | undefined = matchAt(by, input.text, number.endOffset);
    const words = quantityWords(number);
    const part = { startOffset: offset, endOffset: number.endOffset, words };
    if (mark === undefined) {
      if (pieces.length === 0) return undefined;
      return [...pieces, ...(withUnit(input.text, part, false) ?? [part])];
    }
    pieces.push({ ...part, words: [...words, 'by'] });
    offset = number.endOffset + mark[0].length;
    number = readNumber(input.text, offset);
  }
  return undefined;
};

/** Whether what follows a number is a dash and another number; answers where the dash ends and the number begins. */
export function rangeMark(
  text: string,
  offset: number,
): { readonly length: number; readonly isSpaced: boolean } | undefined {
  const mark = matchAt(range, text, offset);
  if (mark === undefined || mark[0].trim() === '') return undefined;
  const after = matchAt(/[ \u00A0]/uy, text, offset + mark[0].length);
  return {
    length: mark[0].length + (after?.[0].length ?? 0),
    isSpaced: mark[0].length > 1 || after !== undefined,
  };
}

/** The number's piece with the unit that follows it, as one token or two; undefined where no unit follows. */
export function withUnit(text: string, number: SpokenPiece, isSingular: boolean): SpokenPiece[] | undefined {
  const multiplier = matchAt(times, text, number.endOffset);
  if (multiplier !== undefined)
    return [{ ...number, endOffset: number.endOffset + 1, words: [...number.words, 'times'] }];
  const match = matchAt(unit, text, number.endOffset);
  const { gap = '', unit: written = '', dot = '' } = match?.groups ?? {};
  const names = units[written];
  if (match === undefined || names === undefined || (gap === ' ' && onlyAttached.has(written)))
    return undefined;
  const words = names[isSingular || gap === '-' ? 0 : 1].split(' ');
  const endOffset = number.endOffset + match[0].length;
  if (gap === '') return [{ ...number, endOffset, words: [...number.words, ...words] }];
  return [number, { startOffset: endOffset - written.length - dot.length, endOffset, words }];
}

function inches(input: RuleInput): SpokenPiece[] | undefined {
  const number = readNumber(input.text, input.offset);
  const mark = number === undefined ? undefined : matchAt(inchMark, input.text, number.endOffset);
  if (number === undefined || mark === undefined) return undefined;
  const isOfThing = matchAt(inchThing, input.text, number.endOffset + 1) !== undefined;
  return piece(input, number.endOffset - input.offset + 1, [
    ...quantityWords(number),
    isOfThing || isOne(number) ? 'inch' : 'inches',
  ]);
}

function vulgarFraction(input: RuleInput): SpokenPiece | undefined {
  const match = matchAt(vulgar, input.text, input.offset);
  const { whole, fraction: glyph = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const [numerator = '', denominator = ''] = glyph.normalize('NFKD').split('⁄');
  return mixedPiece(input, match[0].length, { whole, numerator, denominator });
}

function slashFraction(input: RuleInput): SpokenPiece | undefined {
  const match = matchAt(mixed, input.text, input.offset);
  const { whole, numerator = '', denominator = '' } = match?.groups ?? {};
  if (match === undefined || numerator.startsWith('0') || denominator.startsWith('0')) return undefined;
  if (whole === undefined) return slashPair(input, match[0].length, [numerator, denominator]);
  if (Number(numerator) >= Number(denominator)) return undefined;
  return mixedPiece(input, match[0].length, { whole, numerator, denominator });
}

/** What is no fraction but written like one: `24/7`, `9/11`, `8/10`. */
function slashPair(
  input: RuleInput,
  length: number,
  pair: readonly [string, string],
): SpokenPiece | undefined {
  const [numerator, denominator] = pair;
  const both = pair.map((whole) => quantityWords({ whole, fraction: undefined }));
  const joined = (middle: readonly string[]): SpokenPiece => ({
    startOffset: input.offset,
    endOffset: input.offset + length,
    words: [...(both[0] ?? []), ...middle, ...(both[1] ?? [])],
  });
  const key = pair.join('/');
  if (key === '24/7' || key === '9/11' || key === '50/50') return joined([]);
  if (denominator === '10' || denominator === '100') return joined(['out', 'of']);
  if (Number(numerator) > Number(denominator) * 4 || Number(denominator) > 100) return joined(['over']);
  return mixedPiece(input, length, { whole: undefined, numerator, denominator });
}

interface MixedNumber {
  readonly whole: string | undefined;
  readonly numerator: string;
  readonly denominator: string;
}

function mixedPiece(
  input: RuleInput,
  length: number,
  { whole, numerator, denominator }: MixedNumber,
): SpokenPiece {
  const part = fractionWords(numerator, denominator);
  const spoken = whole !== undefined && part[0] === 'one' ? ['a', ...part.slice(1)] : part;
  const words =
    whole === undefined ? part : [...quantityWords({ whole, fraction: undefined }), 'and', ...spoken];
  return { startOffset: input.offset, endOffset: input.offset + length, words };
}

/** `km:kilometer|m:meter`; the plural `s` goes to the first word before "per", or to the last word. */
function regular(list: string): Record<string, readonly [string, string]> {
  const result: Record<string, readonly [string, string]> = {};
  for (const entry of list.split('|')) {
    const [written = '', name = ''] = entry.split(':');
    const [counted = '', per] = name.split(' per ');
    result[written] = [name, `${pluralOf(counted)}${per === undefined ? '' : ` per ${per}`}`];
  }
  return result;
}

function pluralOf(name: string): string {
  if (name === 'C C') return name;
  if (name === 'foot') return 'feet';
  const [head = '', scale] = name.split(' ');
  if (head === 'degree' && scale !== undefined) return `degrees ${scale}`;
  return name.endsWith('ch') ? `${name}es` : `${name}s`;
}

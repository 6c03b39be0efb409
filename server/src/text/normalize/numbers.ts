import { measure, rangeMark, withUnit } from './measures.ts';
import { prefixedMoney } from './money.ts';
import { isOne, quantityWords, readNumber, type WrittenNumber } from './numberShape.ts';
import { cardinalWords, digitWords, ordinalWords, yearWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';

const ordinalShape = /(?<digits>\d{1,3}(?:,\d{3})+|\d{1,15})(?:st|nd|rd|th|ST|ND|RD|TH)(?![\p{L}\p{N}_])/uy;
const versionShape = /(?<lead>[vV]\.? ?)?(?<numbers>\d+(?:\.\d+){2,})(?![\p{L}\p{N}]|\.\d)/uy;
const versionMark = /[vV](?<numbers>\d+(?:\.\d+)*)(?![\p{L}\p{N}]|\.\d)/uy;
/** `1.000.000`, as much of Europe writes it. */
const dotGrouped = /[1-9]\d{0,2}(?:\.\d{3}){2,6}(?![\p{L}\p{N}]|\.\d)/uy;
const scientificShape =
  /(?<whole>\d+)(?:\.(?<fraction>\d+))?[eE](?<sign>[-+−]?)(?<exponent>\d{1,4})(?![\p{L}\p{N}])/uy;
const powerShape = /(?:\^(?<sign>[-−]?)(?<exponent>\d{1,4})|(?<raised>[⁻⁰¹²³⁴-⁹]{1,6}))(?![\p{L}\p{N}])/uy;
/** But "10-15-year-olds" are of an age. */
const letterAfterDash =
  /-(?!(?:year|month|week|day|hour|minute|second|page|point|mile|foot|inch|meter|pound|man|person)s?(?!\p{L}))\p{L}/uy;
const equalsAhead = /[ ]?=/uy;
const ratioShape = /(?<left>\d{1,4}):(?<right>\d{1,4})(?![\d:])/uy;
const sportShape = /(?<left>\d{1,3})-(?<right>\d{1,3})(?![\p{L}\p{N}]|-)/uy;
const letterSuffix = /(?<letter>[A-Z]|k)(?<plural>s)?(?![\p{L}\p{N}_'’])/uy;
/** `1.5M views`; behind a whole number it may be a name's, as in `3M`. */
const scaleSuffix = /[kKMBT](?![\p{L}\p{N}_'’])/uy;
const scaleWords: Readonly<Record<string, string>> = {
  k: 'thousand',
  K: 'thousand',
  M: 'million',
  B: 'billion',
  T: 'trillion',
};
const signShape = /[-−–+±](?=\.?\d|[$£€¥]\d)/uy;
const pluralNoun =
  /[ \u00A0](?!(?:was|is|has|as|its|this|his|us|plus|yes|always|does|across|unless|perhaps|besides|ss)\b)\p{Ll}{2,}s(?!\p{L})/uy;
const yearContext =
  /^(?:in|since|by|until|till|from|during|year|circa|before|after|around|of|and|to|between|early|late|mid|spring|summer|fall|autumn|winter|copyright|©)$/iu;
const digitContext =
  /^(?:call|dial|pin|code|zip|extension|ext|passcode|password|postcode|combination|isbn|serial)\.?$/iu;
const pairContext =
  /^(?:flight|room|suite|route|highway|interstate|hwy|boeing|airbus|apartment|apt|bus|train|error|status|http)\.?$/iu;

/** `21st`, `1,000th`. */
export const ordinal: Rule = (input) => {
  const match = matchAt(ordinalShape, input.text, input.offset);
  const digits = match?.groups?.['digits'];
  if (match === undefined || digits === undefined) return undefined;
  return piece(input, match[0].length, ordinalWords(digits.replaceAll(',', '')));
};

/** `1.2.3`, `v2`, `v1.2.3`, an IP address: "point" between the parts, "dot" where there are four. */
export const version: Rule = (input) => {
  const match =
    matchAt(versionShape, input.text, input.offset) ?? matchAt(versionMark, input.text, input.offset);
  const grouped = matchAt(dotGrouped, input.text, input.offset);
  if (grouped !== undefined)
    return piece(input, grouped[0].length, cardinalWords(grouped[0].replaceAll('.', '')));
  const numbers = match?.groups?.['numbers']?.split('.');
  if (match === undefined || numbers === undefined) return undefined;
  const lead = /^[vV]/u.test(match[0]) ? ['version'] : [];
  const mark = numbers.length === 4 && lead.length === 0 ? 'dot' : 'point';
  const spoken = numbers.flatMap((part, index) => [
    ...(index > 0 ? [mark] : []),
    ...quantityWords({ whole: part, fraction: undefined }),
  ]);
  return piece(input, match[0].length, [...lead, ...spoken]);
};

/** `1e6`, `6.02E23`, `10^6`, `10⁶`. */
export const scientific: Rule = (input) => {
  const match = matchAt(scientificShape, input.text, input.offset);
  if (match?.groups !== undefined) {
    const { whole = '', fraction, sign = '', exponent = '' } = match.groups;
    const words = [
      ...quantityWords({ whole, fraction }),
      'times',
      'ten',
      ...powerWords(sign, exponent, false),
    ];
    return piece(input, match[0].length, words);
  }
  const base = readNumber(input.text, input.offset);
  const power = base === undefined ? undefined : matchAt(powerShape, input.text, base.endOffset);
  if (base === undefined || power === undefined) return undefined;
  const { sign, exponent, raised = '' } = power.groups ?? {};
  const plain = raised.normalize('NFKD');
  const words = powerWords(sign ?? plain.replace(/\d/gu, ''), exponent ?? plain.replace(/\D/gu, ''), true);
  return piece(input, base.endOffset - input.offset + power[0].length, [...quantityWords(base), ...words]);
};

/** `-5`, `+3`, `±2`, `−$5`, where no word or number comes right before the sign. */
export const signed: Rule = (input) => {
  const sign = matchAt(signShape, input.text, input.offset);
  if (sign === undefined || isGlued(input)) return undefined;
  const inner = { ...input, offset: input.offset + 1 };
  const pieces =
    scientific(inner) ?? prefixedMoney(inner) ?? measure(inner) ?? numberRange(inner) ?? plainNumber(inner);
  const [first, ...rest] = pieces ?? [];
  if (first === undefined) return undefined;
  const name = sign[0] === '+' ? ['plus'] : sign[0] === '±' ? ['plus', 'or', 'minus'] : ['minus'];
  return [{ ...first, startOffset: input.offset, words: [...name, ...first.words] }, ...rest];
};

/** `10–20 km`, `1914-1918`, `pp. 10-12`, `3:1`, `won 3-2`: "to" in between. */
export const numberRange: Rule = (input) => {
  const low = readNumber(input.text, input.offset);
  if (low === undefined) return ratio(input);
  const mark = rangeMark(input.text, low.endOffset);
  if (mark === undefined) return ratio(input);
  const highOffset = low.endOffset + mark.length;
  const high = readNumber(input.text, highOffset);
  if (high === undefined || (mark.isSpaced && !isRising(low, high))) return ratio(input);
  if (
    rangeMark(input.text, high.endOffset) !== undefined ||
    matchAt(letterAfterDash, input.text, high.endOffset) !== undefined
  ) {
    return undefined;
  }
  const joint = matchAt(equalsAhead, input.text, high.endOffset) === undefined ? 'to' : 'minus';
  const areYears = isYear(low) && (isYear(high) || high.whole.length === 2);
  const words = [...(areYears ? yearWords(low.whole) : quantityWords(low)), joint];
  const first = { startOffset: input.offset, endOffset: low.endOffset, words };
  const highWords = areYears && high.whole.length === 4 ? yearWords(high.whole) : quantityWords(high);
  const second = { startOffset: highOffset, endOffset: high.endOffset, words: highWords };
  return [first, ...(withUnit(input.text, second, false) ?? [second])];
};

/** Any other number: a year, a cardinal, a decimal or digits, as the words around it say. */
export const plainNumber: Rule = (input) => {
  const number = readNumber(input.text, input.offset);
  if (number === undefined) return undefined;
  const length = number.endOffset - input.offset;
  const millions =
    number.fraction === undefined ? undefined : matchAt(scaleSuffix, input.text, number.endOffset);
  const scale = scaleWords[millions?.[0] ?? ''];
  if (scale !== undefined) return piece(input, length + 1, [...quantityWords(number), scale]);
  const suffix = matchAt(letterSuffix, input.text, number.endOffset);
  if (suffix?.groups !== undefined) {
    const letter =
      (suffix.groups['letter'] ?? '').toUpperCase() + (suffix.groups['plural'] === undefined ? '' : "'s");
    return piece(input, length + suffix[0].length, [...quantityWords(number), letter]);
  }
  return piece(input, length, numberWords(input, number));
};

function numberWords(input: RuleInput, number: WrittenNumber): string[] {
  const { whole, fraction, isGrouped } = number;
  if (fraction !== undefined || isGrouped) return quantityWords(number);
  const context = input.isAdjacent ? input.previous : '';
  if (digitContext.test(context)) return digitWords(whole);
  if (pairContext.test(context)) return yearWords(whole);
  if (whole.length >= 10 && !whole.endsWith('000')) return digitWords(whole);
  return isReadAsYear(input, number) ? yearWords(whole) : quantityWords(number);
}

function isReadAsYear(input: RuleInput, number: WrittenNumber): boolean {
  const value = Number(number.whole);
  if (number.whole.length !== 4 || value < 1000 || value > 2199) return false;
  const hasContext = input.isAdjacent && yearContext.test(input.previous);
  if (value < 1100) return hasContext && value % 100 !== 0;
  if (
    /^[$£€¥#№]/u.test(input.previous) ||
    /^(?:no|number|page|p|over|than|nearly|about|almost|only)\.?$/iu.test(input.previous)
  ) {
    return value % 100 === 0 && value % 1000 !== 0;
  }
  return hasContext || matchAt(pluralNoun, input.text, number.endOffset) === undefined || value % 100 === 0;
}

function ratio(input: RuleInput): SpokenPiece[] | undefined {
  const match =
    matchAt(ratioShape, input.text, input.offset) ?? matchAt(sportShape, input.text, input.offset);
  const { left = '', right = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const first = {
    startOffset: input.offset,
    endOffset: input.offset + left.length,
    words: [...cardinalWords(left), 'to'],
  };
  const start = first.endOffset + 1;
  return [first, { startOffset: start, endOffset: start + right.length, words: cardinalWords(right) }];
}

function powerWords(sign: string, exponent: string, canBeNamed: boolean): string[] {
  const isNegative = /[-−⁻]/u.test(sign);
  if (canBeNamed && !isNegative && exponent === '2') return ['squared'];
  if (canBeNamed && !isNegative && exponent === '3') return ['cubed'];
  return ['to', 'the', 'power', 'of', ...(isNegative ? ['minus'] : []), ...cardinalWords(exponent)];
}

function isGlued(input: RuleInput): boolean {
  return input.offset > 0 && /[\p{L}\p{N}.)\]%°'’′"″”]/u.test(input.text.charAt(input.offset - 1));
}

function isYear({ whole, fraction, isGrouped }: WrittenNumber): boolean {
  return (
    fraction === undefined &&
    !isGrouped &&
    whole.length === 4 &&
    Number(whole) >= 1000 &&
    Number(whole) < 2200
  );
}

function isRising(low: WrittenNumber, high: WrittenNumber): boolean {
  return Number(low.whole) < Number(high.whole) && !isOne(high);
}

import { isOne, quantityWords, readNumber, type WrittenNumber } from './numberShape.ts';
import { cardinalWords } from './numberWords.ts';
import { matchAt, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';

interface Currency {
  readonly one: string;
  readonly many: string;
  /** A hundredth, singular and plural; absent where prices have none. */
  readonly cent?: readonly [string, string];
}

const cents = ['cent', 'cents'] as const;
const dollar: Currency = { one: 'dollar', many: 'dollars', cent: cents };
const pound: Currency = { one: 'pound', many: 'pounds', cent: ['penny', 'pence'] };
const euro: Currency = { one: 'euro', many: 'euros', cent: cents };
const yen: Currency = { one: 'yen', many: 'yen' };
const rupee: Currency = { one: 'rupee', many: 'rupees' };
const cent: Currency = { one: 'cent', many: 'cents' };
const currencies: Readonly<Record<string, Currency>> = {
  $: dollar,
  US$: { one: 'U S dollar', many: 'U S dollars', cent: cents },
  C$: { one: 'canadian dollar', many: 'canadian dollars', cent: cents },
  A$: { one: 'australian dollar', many: 'australian dollars', cent: cents },
  '£': pound,
  '€': euro,
  '¥': yen,
  '￥': yen,
  '₹': rupee,
  '₩': { one: 'won', many: 'won' },
  '₽': { one: 'ruble', many: 'rubles' },
  '₿': { one: 'bitcoin', many: 'bitcoins' },
  '¢': cent,
  USD: { one: 'U S dollar', many: 'U S dollars', cent: cents },
  CAD: { one: 'canadian dollar', many: 'canadian dollars', cent: cents },
  EUR: euro,
  GBP: pound,
  JPY: yen,
  CHF: { one: 'swiss franc', many: 'swiss francs' },
  INR: rupee,
};
const magnitudes: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mm: 'million',
  mn: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
};
const prefix = /(?:US\$|[CA]\$|[$£€¥￥₹₩₽₿])(?=\.?\d)/uy;
const suffix = /[ \u00A0]?(?:[$£€¥₹₩₽¢](?![\d.]*\d)|(?:USD|CAD|EUR|GBP|JPY|CHF|INR)(?![\p{L}\p{N}]))/uy;
const commaDecimals = /,(?<decimals>\d{2})(?![\d,])/uy;
const rangeEnd = /[-–](?:US\$|[CA]\$|[$£€¥₹])?(?=\d)/uy;
const magnitude =
  /(?:[ \u00A0]?(?<word>thousand|million|billion|trillion|hundred|(?<=[ \u00A0])(?:bn|mn|tn))|(?<letters>[kKmMbBtT]|bn|mn|mm|tn|BN|MN))(?![\p{L}\p{N}])/uy;
/** Before these an amount is an adjective: "a five dollar bill". */
const attributive = /[- ](?:bill|note|coin|banknote|fee|fine|tip|bet|ticket)s?(?!\p{L})/uy;

/** `$5`, `£3.50`, `€1.2 million`, `$10-20`, `$5k`: the sign comes first. */
export const prefixedMoney: Rule = (input) => {
  const sign = matchAt(prefix, input.text, input.offset);
  const currency = sign === undefined ? undefined : currencies[sign[0]];
  if (sign === undefined || currency === undefined) return undefined;
  const number = readAmount(input.text, input.offset + sign[0].length);
  if (number === undefined) return undefined;
  const low = rangeStart(input, number);
  if (low === undefined) return amountPieces(input, currency, number);
  return [low, ...amountPieces({ ...input, offset: low.endOffset + 1 }, currency, low.high)];
};

/** `5€`, `50¢`, `100 USD`: the number comes first. */
export const suffixedMoney: Rule = (input) => {
  const number = readAmount(input.text, input.offset);
  const sign = number === undefined ? undefined : matchAt(suffix, input.text, number.endOffset);
  const currency = sign === undefined ? undefined : currencies[sign[0].trim()];
  if (number === undefined || sign === undefined || currency === undefined) return undefined;
  const words = wholeAmount(number, currency);
  const endOffset = number.endOffset + sign[0].length;
  if (sign[0].trim() === sign[0]) return [{ startOffset: input.offset, endOffset, words }];
  const count = words.length - nameWords(number, currency).length;
  const first = { startOffset: input.offset, endOffset: number.endOffset, words: words.slice(0, count) };
  return [first, { startOffset: number.endOffset + 1, endOffset, words: words.slice(count) }];
};

/** A number whose decimals may come after a comma: `€10,50`. */
function readAmount(text: string, offset: number): WrittenNumber | undefined {
  const number = readNumber(text, offset);
  if (number === undefined || number.isGrouped || number.fraction !== undefined) return number;
  const decimals = matchAt(commaDecimals, text, number.endOffset)?.groups?.['decimals'];
  return decimals === undefined ? number : { ...number, fraction: decimals, endOffset: number.endOffset + 3 };
}

interface RangeStart extends SpokenPiece {
  readonly high: WrittenNumber;
}

function rangeStart(input: RuleInput, number: WrittenNumber): RangeStart | undefined {
  const dash = matchAt(rangeEnd, input.text, number.endOffset);
  const high = dash === undefined ? undefined : readNumber(input.text, number.endOffset + dash[0].length);
  if (dash === undefined || high === undefined) return undefined;
  const words = [...quantityWords(number), 'to'];
  return { startOffset: input.offset, endOffset: number.endOffset, words, high };
}

function amountPieces(input: RuleInput, currency: Currency, number: WrittenNumber): SpokenPiece[] {
  const scale = matchAt(magnitude, input.text, number.endOffset);
  if (scale === undefined) {
    const isAdjective = matchAt(attributive, input.text, number.endOffset) !== undefined;
    const words = isAdjective
      ? [...quantityWords(number), ...currency.one.split(' ')]
      : wholeAmount(number, currency);
    return [{ startOffset: input.offset, endOffset: number.endOffset, words }];
  }
  const word = scale.groups?.['word'];
  const scaleWord = magnitudes[(word ?? scale[0]).toLowerCase()] ?? word ?? '';
  const named = [scaleWord, ...currency.many.split(' ')];
  const scaleEnd = number.endOffset + scale[0].length;
  const amount = quantityWords(number);
  if (word === undefined || scale[0] === word) {
    return [{ startOffset: input.offset, endOffset: scaleEnd, words: [...amount, ...named] }];
  }
  const first = { startOffset: input.offset, endOffset: number.endOffset, words: amount };
  return [first, { startOffset: number.endOffset + 1, endOffset: scaleEnd, words: named }];
}

/** Two decimals are cents; any other number of decimals is read with "point". */
function wholeAmount(number: WrittenNumber, currency: Currency): string[] {
  if (number.fraction?.length !== 2 || currency.cent === undefined) {
    return [...quantityWords(number), ...nameWords(number, currency)];
  }
  const centCount = Number(number.fraction);
  const isWholeZero = /^0*$/u.test(number.whole);
  const whole = { whole: number.whole, fraction: undefined };
  const major = [...quantityWords(whole), ...nameWords(whole, currency)];
  if (centCount === 0) return major;
  const minor = [...cardinalWords(String(centCount)), currency.cent[centCount === 1 ? 0 : 1]];
  return isWholeZero ? minor : [...major, 'and', ...minor];
}

function nameWords(number: Pick<WrittenNumber, 'whole' | 'fraction'>, currency: Currency): string[] {
  const isWhole = number.fraction === undefined || number.fraction === '00';
  const isSingular = isWhole && isOne({ whole: number.whole, fraction: undefined });
  return (isSingular ? currency.one : currency.many).split(' ');
}

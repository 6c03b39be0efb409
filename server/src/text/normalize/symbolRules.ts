import { readCharacterEntity, type CharacterEntity } from './characterEntities.ts';
import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput } from './rule.ts';
import { symbolWords } from './symbols.ts';

const numberSign = /#(?<digits>\d{1,15})(?![\p{L}\p{N}_])/uy;
const about = /~(?=\d)/uy;
/** Not the bracket around a word or an address, `<Enter>` and `<https://example.org>`, nor an element's, `<p class="x">`. */
const less =
  /<(?!\/?\p{L}[^<> \n]{0,200}(?: [^<>\n]{0,200}["'/])?>)(?=[ ]?[\p{L}\p{N}$])|>(?=[ ]?[\p{L}\p{N}$])/uy;
const variable = /\$(?=[\p{L}_{])/uy;
const timesSign = /\*(?=[ ]?[\p{N}(])/uy;
const slash = /\/(?=[\p{L}\p{N}])/uy;
const caret = /\^(?=[\p{L}\p{N}])/uy;
/** As older books have it: "yours, &c." */
const andSoOn = /&c(?![\p{L}\p{N}])(?:\.(?=[,;:)]|\s+\p{Ll}))?/uy;
const innerDot = /\.(?=[\p{L}\p{Nd}])/uy;
const perUnit = /\/(?<unit>\p{L}{1,7})(?!\p{L})/uy;
const perUnits: ReadonlyMap<string, string> = new Map([
  ['wk', 'week'],
  ['yr', 'year'],
  ['mo', 'month'],
  ['hr', 'hour'],
  ['h', 'hour'],
  ['min', 'minute'],
  ['s', 'second'],
  ['sec', 'second'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['year', 'year'],
  ['hour', 'hour'],
]);
/** What comes behind the slash of two that are meant: of both sexes, or the same in another unit. */
const otherOne =
  /\/(?:s?he|hers?|him|his|(?:her|him)self|women|woman|men|man|girls?|boys?|daughters?|sons?|wife|husband|mrs|ms|no|\d+(?:\.\d+)?[ ]?[°%a-zA-Z]{1,4})(?![\p{L}\p{N}])/iuy;
const oneOf =
  /^(?:s?he|hers?|him|his|(?:her|him)self|wom[ae]n|m[ae]n|girls?|boys?|daughters?|sons?|wife|husband|mr\.?|yes|\d+(?:\.\d+)?[°%a-zA-Z]{1,4}|[°%a-zA-Z]{1,4}(?<=[CFgmlzb]))$/iu;
const symbolUnits =
  /^(?:hrs?|hours?|days?|weeks?|months?|kg|km|mg|g|l|L|ml|GB|MB|TB|kWh|calories|miles|people|times)$/u;
/** A dash between days, months or times of the day. */
const spanDash =
  /[-–](?=(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\d{1,2}(?::\d\d)?[ ]?[ap]\.?m|[IVX]+(?!\p{L}))/uy;
const spanStart =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}*\.?|\d{1,2}(?::\d\d)?[ap]\.?m\.?|[ap]\.?m\.?|[IVX]+)$/u;
/** `5 - 3`: a rising pair was read as a range before. */
const minusSign = /-(?= \d)/uy;
const longestSymbol = 4;

/** Every character a sign that is said can begin with. */
export const symbolStarts = new RegExp(`[-–~<>/^.*#${[...symbolStartCharacters()].join('')}]`, 'u');

/** Signs that are said: `&`, `+`, `=`, arrows, `#5`, `< 3`, `$5/month`, the dot of `Node.js`. */
export const symbol: Rule = (input) => contextual(input) ?? listed(input);

const contextual: Rule = (input) => {
  const { text, offset } = input;
  const number = matchAt(numberSign, text, offset);
  if (number !== undefined)
    return piece(input, number[0].length, ['number', ...cardinalWords(number.groups?.['digits'] ?? '')]);
  const others = matchAt(andSoOn, text, offset);
  if (others !== undefined) return piece(input, others[0].length, ['et', 'cetera']);
  if (matchAt(about, text, offset) !== undefined) return piece(input, 1, ['about']);
  if (matchAt(variable, text, offset) !== undefined) return piece(input, 1, ['dollar']);
  const isAfterWord = followsWord(input);
  if (isAfterWord && matchAt(slash, text, offset) !== undefined) return slashPiece(input);
  if (isAfterWord && matchAt(caret, text, offset) !== undefined)
    return piece(input, 1, ['to', 'the', 'power', 'of']);
  if (isAfterWord && isInnerDot(text, offset)) return piece(input, 1, ['dot']);
  if (input.isAdjacent && spanStart.test(input.previous) && matchAt(spanDash, text, offset) !== undefined)
    return piece(input, 1, ['to']);
  if (
    input.isAdjacent &&
    /^[\d.,]+$/u.test(input.previous) &&
    matchAt(minusSign, text, offset) !== undefined
  ) {
    return piece(input, 1, ['minus']);
  }
  return comparison(input);
};

/** `Settings > Privacy` */
function isMenuPath({ text, offset, previous }: RuleInput): boolean {
  return /^\p{Lu}\p{Ll}/u.test(previous) && /^. ?\p{Lu}/u.test(text.slice(offset, offset + 3));
}

function comparison(input: RuleInput): ReturnType<Rule> {
  const { text, offset } = input;
  const isAfterOperand =
    offset > 0 &&
    /[\p{L}\p{N}) ]/u.test(text.charAt(offset - 1)) &&
    input.previous !== '' &&
    input.isAdjacent;
  if (!isAfterOperand) return undefined;
  const isSpaced = text.charAt(offset - 1) === ' ' || /\d/u.test(text.charAt(offset - 1));
  if (isSpaced && matchAt(less, text, offset) !== undefined) {
    return isMenuPath(input)
      ? undefined
      : piece(input, 1, [text.charAt(offset) === '<' ? 'less' : 'greater', 'than']);
  }
  const isProduct = /[\p{N})]$/u.test(input.previous) && matchAt(timesSign, text, offset) !== undefined;
  return isProduct ? piece(input, 1, ['times']) : undefined;
}

function listed(input: RuleInput): ReturnType<Rule> {
  const { text, offset } = input;
  if (isBetweenHyphens(text, offset)) return undefined;
  const entity = text.charAt(offset) === '&' ? readCharacterEntity(text, offset) : undefined;
  if (entity !== undefined) {
    const words = symbolWords.get(entity.character) ?? comparedBy(entity, input);
    return words === undefined ? undefined : piece(input, entity.length, words);
  }
  for (let length = longestSymbol; length > 0; length--) {
    const written = text.slice(offset, offset + length);
    const words = written.length === length ? symbolWords.get(written) : undefined;
    if (words !== undefined) return piece(input, length, words);
  }
  return undefined;
}

/** `5 &lt; 6`; without spaces around it, it is the bracket of an element. */
function comparedBy(
  { character, length }: CharacterEntity,
  { text, offset }: RuleInput,
): string[] | undefined {
  if (text.charAt(offset - 1) !== ' ' || text.charAt(offset + length) !== ' ') return undefined;
  return character === '<' ? ['less', 'than'] : character === '>' ? ['greater', 'than'] : undefined;
}

/** "or" between two of a kind (`he/she`, `180°C/350°F`), "per" after an amount (`$5/month`), silent in `and/or`, "slash" elsewhere. */
function slashPiece(input: RuleInput): ReturnType<Rule> {
  if (/^and$/iu.test(input.previous)) return undefined;
  if (matchAt(otherOne, input.text, input.offset) !== undefined && oneOf.test(input.previous)) {
    return piece(input, 1, ['or']);
  }
  const unit = matchAt(perUnit, input.text, input.offset)?.groups?.['unit'];
  const isAmount =
    /^[^\p{L}]*\d|^(?:million|billion|cents|¢)$/u.test(input.previous) ||
    (unit !== undefined && symbolUnits.test(input.previous));
  const words = unit === undefined ? undefined : perUnits.get(unit);
  const slash = {
    startOffset: input.offset,
    endOffset: input.offset + 1,
    words: [isAmount ? 'per' : 'slash'],
  };
  if (!isAmount || unit === undefined || words === undefined) return [slash];
  return [slash, { startOffset: slash.endOffset, endOffset: slash.endOffset + unit.length, words: [words] }];
}

function followsWord({ text, offset }: RuleInput): boolean {
  return offset > 0 && /[\p{L}\p{N}]/u.test(text.charAt(offset - 1));
}

/** Not a full stop with the space forgotten: that has a capital after it. */
function isInnerDot(text: string, offset: number): boolean {
  if (matchAt(innerDot, text, offset) === undefined) return false;
  return !(/\p{Lu}/u.test(text.charAt(offset + 1)) && /\p{Ll}/u.test(text.charAt(offset - 1)));
}

/** A rule of dashes or equals signs is no operator. */
function isBetweenHyphens(text: string, offset: number): boolean {
  return (
    text.startsWith('====', offset) ||
    (text.startsWith('===', offset) && isAlone(text, offset)) ||
    text.startsWith('----', offset) ||
    text.startsWith('++++', offset)
  );
}

/** Nothing else stands in its line. */
function isAlone(text: string, offset: number): boolean {
  return (
    /(?:^|\n)[ \t]{0,8}$/u.test(text.slice(Math.max(0, offset - 9), offset)) &&
    /^=+[ \t]{0,8}(?:\r?\n|$)/u.test(text.slice(offset, offset + 16))
  );
}

function symbolStartCharacters(): Set<string> {
  return new Set(
    [...symbolWords.keys()].map((written) => `\\u{${(written.codePointAt(0) ?? 0).toString(16)}}`),
  );
}

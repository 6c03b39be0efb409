import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput } from './rule.ts';
import { symbolWords } from './symbols.ts';

const numberSign = /#(?<digits>\d{1,15})(?![\p{L}\p{N}_])/uy;
const about = /~(?=\d)/uy;
const less = /[<>](?=[ ]?[\p{L}\p{N}$])/uy;
const timesSign = /\*(?=[ ]?[\p{N}(])/uy;
const slash = /\/(?=[\p{L}\p{N}])/uy;
const caret = /\^(?=[\p{L}\p{N}])/uy;
const innerDot = /\.(?=[\p{L}\p{N}])/uy;
const ampersandEntity = /&(?:amp|#38);/uy;
const longestSymbol = 4;

/** Every character a sign that is said can begin with. */
export const symbolStarts = new RegExp(`[~<>/^.*#${[...symbolStartCharacters()].join('')}]`, 'u');

/** Signs that are said: `&`, `+`, `=`, arrows, `#5`, `< 3`, `$5/month`, the dot of `Node.js`. */
export const symbol: Rule = (input) => contextual(input) ?? listed(input);

const contextual: Rule = (input) => {
  const { text, offset } = input;
  const number = matchAt(numberSign, text, offset);
  if (number !== undefined)
    return piece(input, number[0].length, ['number', ...cardinalWords(number.groups?.['digits'] ?? '')]);
  const entity = matchAt(ampersandEntity, text, offset);
  if (entity !== undefined) return piece(input, entity[0].length, ['and']);
  if (matchAt(about, text, offset) !== undefined) return piece(input, 1, ['about']);
  const isAfterWord = followsWord(input);
  if (isAfterWord && matchAt(slash, text, offset) !== undefined) return slashPiece(input);
  if (isAfterWord && matchAt(caret, text, offset) !== undefined)
    return piece(input, 1, ['to', 'the', 'power', 'of']);
  if (isAfterWord && isInnerDot(text, offset)) return piece(input, 1, ['dot']);
  return comparison(input);
};

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
    return piece(input, 1, [text.charAt(offset) === '<' ? 'less' : 'greater', 'than']);
  }
  const isProduct = /[\p{N})]$/u.test(input.previous) && matchAt(timesSign, text, offset) !== undefined;
  return isProduct ? piece(input, 1, ['times']) : undefined;
}

function listed(input: RuleInput): ReturnType<Rule> {
  const { text, offset } = input;
  if (isBetweenHyphens(text, offset)) return undefined;
  for (let length = longestSymbol; length > 0; length--) {
    const written = text.slice(offset, offset + length);
    const words = written.length === length ? symbolWords.get(written) : undefined;
    if (words !== undefined) return piece(input, length, words);
  }
  return undefined;
}

/** "per" after an amount (`$5/month`), silent in `and/or`, "slash" elsewhere. */
function slashPiece(input: RuleInput): ReturnType<Rule> {
  if (/^and$/iu.test(input.previous)) return undefined;
  return piece(input, 1, [/\d|^(?:million|billion|cents|¢)$/u.test(input.previous) ? 'per' : 'slash']);
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
    text.startsWith('====', offset) || text.startsWith('----', offset) || text.startsWith('++++', offset)
  );
}

function symbolStartCharacters(): Set<string> {
  return new Set(
    [...symbolWords.keys()].map((written) => `\\u{${(written.codePointAt(0) ?? 0).toString(16)}}`),
  );
}

import { cardinalWords, decadeWords, digitWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput } from './rule.ts';

/** `1980s`, `'90s`, `her 20s`, `100s of people`, and the short year `'98`; but `30s later` and `wait 30s` are seconds. */
export const decade: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const digits = match?.groups?.['digits'];
  if (match !== undefined && digits !== undefined) {
    const end = input.offset + match[0].length;
    if (isSeconds(input, match[0], end))
      return piece(input, match[0].length, [...cardinalWords(digits), 'seconds']);
    return piece(input, match[0].length, crowds.get(digits) ?? decadeWords(digits));
  }
  const year = matchAt(shortYear, input.text, input.offset);
  const short = year?.groups?.['digits'];
  if (year === undefined || short === undefined) return undefined;
  const words = short.startsWith('0') ? ['oh', ...digitWords(short.slice(1))] : cardinalWords(short);
  return piece(input, year[0].length, words);
};

/** More than one hundred; a century has its own name, "the nineteen hundreds". */
const crowds: ReadonlyMap<string, readonly string[]> = new Map([
  ['100', ['hundreds']],
  ['1000', ['thousands']],
]);

function isSeconds({ text, previous, isAdjacent }: RuleInput, written: string, end: number): boolean {
  if (!/^\d0s$/u.test(written)) return false;
  return (isAdjacent && secondsBefore.test(previous)) || matchAt(secondsBehind, text, end) !== undefined;
}

const shape = /['’]?(?<digits>[1-9]\d?0|[12]\d\d0|\d0)['’]?s(?![\p{L}\p{N}_])/uy;
const shortYear = /['’](?<digits>\d{2})(?![\p{L}\p{N}_])/uy;
const secondsBefore =
  /^(?:wait(?:s|ed|ing)?|for|within|every|after|takes?|took|taking|lasts?|lasted|sleeps?|pauses?|timeout|delay|duration|another|exactly|nearly|almost|only|just|first|next)$/iu;
const secondsBehind =
  /[ -](?:later|ago|earlier|timer|timeouts?|delay|pause|silence|window|interval|clip|spot|ad|countdown|(?:of|before|after) (?:silence|sound|audio|video|music|speech|(?:the|it|he|she|they)\b)|each|max|left|remaining|apart|long)(?!\p{L})/uy;

import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';

/** Money of older books: `2s. 6d.`, `£5 3s. 4d.`, `£2 10s.`; shillings alone may be seconds, and are left to others. */
export const oldMoney: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const { pounds, shillings = '', pence, dot = '' } = match?.groups ?? {};
  if (match === undefined || (pounds === undefined && pence === undefined)) return undefined;
  const end = input.offset + match[0].length;
  const isSentenceEnd = dot !== '' && matchAt(sentenceFollows, input.text, end) !== undefined;
  return piece(input, match[0].length - (isSentenceEnd ? 1 : 0), [
    ...(pounds === undefined ? [] : coins(pounds, ['pound', 'pounds'])),
    ...coins(shillings, ['shilling', 'shillings']),
    ...(pence === undefined ? [] : coins(pence, ['penny', 'pence'])),
  ]);
};

const shape =
  /(?:£(?<pounds>\d{1,6}),? )?(?<shillings>\d{1,2})s(?:\.?,? (?<pence>\d{1,2})d)?(?<dot>\.)?(?![\p{L}\p{N}])/uy;
const sentenceFollows = /\s+[“"‘'(]?\p{Lu}|[”"’')]*\s*$/uy;

function coins(count: string, [one, many]: readonly [string, string]): string[] {
  return [...cardinalWords(count), Number(count) === 1 ? one : many];
}

import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';

/** `(x2)`, and `x2` behind what is said again; elsewhere it is a name. */
export const countedTimes: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const count = match?.groups?.['count'];
  if (match === undefined || count === undefined) return undefined;
  const end = input.offset + match[0].length;
  const isBracketed =
    /[([]/u.test(input.text.charAt(input.offset - 1)) && /[)\]]/u.test(input.text.charAt(end));
  if (!isBracketed && !(input.isAdjacent && repeated.test(input.previous))) return undefined;
  return piece(input, match[0].length, ['times', ...cardinalWords(count)]);
};

const shape = /x(?<count>\d{1,2})(?![\p{L}\p{N}])/uy;
const repeated = /^(?:repeat|repeats|repeated|chorus|verse|refrain)$/iu;

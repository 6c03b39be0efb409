import { matchAt, piece, type Rule } from './rule.ts';

/** `350 degrees F`. */
export const temperatureScale: Rule = (input) => {
  const match = matchAt(/[CF](?![\p{L}\p{N}'’+#]|\.\p{L})/uy, input.text, input.offset);
  if (match === undefined || !input.isAdjacent || !/^degrees?$/iu.test(input.previous)) return undefined;
  return piece(input, 1, [match[0] === 'C' ? 'celsius' : 'fahrenheit']);
};

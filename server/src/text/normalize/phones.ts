import { digitWords } from './numberWords.ts';
import { matchAt, type Rule, type SpokenPiece } from './rule.ts';

const groupEnd = String.raw`(?![\p{L}\p{N}]|[-.]\d)`;
const shapes = [
  String.raw`(?:\+?1[-. ])?\(\d{3}\)[-. ]?\d{3}[-. ]\d{4}`,
  String.raw`(?:\+?1[-. ])?\d{3}([-. ])\d{3}\1\d{4}`,
  String.raw`\+\d{1,3}(?:[-. ]?\(?\d{1,4}\)?){2,6}`,
  String.raw`0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}`,
  String.raw`\d{3}-\d{4}`,
].map((shape) => new RegExp(shape + groupEnd, 'uy'));
const callWords = /^(?:call|phone|tel|telephone|fax|number|dial|text|mobile|at|cell|line|hotline)\.?$/iu;

/** Digits in three groups or more: an ISBN, an account. Dates were read before. */
const serial = new RegExp(String.raw`\d{1,7}(?:-\d{1,7}){2,6}${groupEnd}`, 'uy');

/** `(555) 123-4567`, `+44 20 7946 0958`, `1-800-555-0199`, `555-1234`: digit by digit with a pause between groups. */
export const phoneNumber: Rule = (input) => {
  for (const [index, shape] of shapes.entries()) {
    const match = matchAt(shape, input.text, input.offset);
    if (match === undefined) continue;
    const isLoose = index === 1 && match[1] === ' ';
    if (isLoose && !callWords.test(input.previous)) continue;
    return groups(match[0], input.offset);
  }
  const match = matchAt(serial, input.text, input.offset);
  return match === undefined ? undefined : groups(match[0], input.offset);
};

function groups(written: string, offset: number): SpokenPiece[] {
  const found = [...written.matchAll(/\+?\d+/gu)];
  return found.map((group, index): SpokenPiece => {
    const startOffset = offset + group.index;
    const plus = group[0].startsWith('+') ? ['plus'] : [];
    const words = [...plus, ...groupWords(group[0])];
    const ends = { startOffset, endOffset: startOffset + group[0].length, words };
    return index < found.length - 1 ? { ...ends, after: ',' } : ends;
  });
}

function groupWords(group: string): string[] {
  return group === '800' ? ['eight', 'hundred'] : digitWords(group);
}

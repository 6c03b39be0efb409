import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';
import { embeddedNumberWords } from './spellWord.ts';

/**
 * Digits above the line behind a letter or a bracket: `x²`, `a⁴`. Those behind a word or the end of a sentence are the
 * marks of footnotes, and silent; those behind a number are read with it.
 */
export const raisedDigits: Rule = (input) => {
  const run = matchAt(raised, input.text, input.offset)?.[0];
  if (run === undefined || run === '¹') return undefined;
  if (!isPower(input.text.slice(Math.max(0, input.offset - longestBase), input.offset))) return undefined;
  return piece(input, run.length, powerWords(toDigits(run)));
};

/** Digits below the line are said as digits in a word are: `H₂O`, `CO₂`. */
export const loweredDigits: Rule = (input) => {
  const run = matchAt(lowered, input.text, input.offset)?.[0];
  return run === undefined ? undefined : piece(input, run.length, embeddedNumberWords(toDigits(run)));
};

const raised = /[⁻]?[⁰¹²³⁴-⁹]{1,6}/uy;
const lowered = /[₀-₉]{1,6}/uy;
const longestBase = 24;
const base = /(?<![\p{L}\p{M}'’])\p{L}{1,4}$/u;
const formula = /[-−+*/=\d][^()[\]]*[)\]]$/u;
/** What else than a letter is raised. */
const functionOrUnit = /^(?:sin|cos|tan|cot|sec|csc|log|exp|sinh|cosh|tanh|yd|ft|mi|cm|mm|km|hm|dm)$/u;

function isPower(before: string): boolean {
  if (/[\p{Nd}]$/u.test(before) || formula.test(before)) return true;
  const letters = base.exec(before)?.[0] ?? '';
  return letters.length === 1 || functionOrUnit.test(letters);
}

function powerWords(exponent: string): string[] {
  if (exponent === '2') return ['squared'];
  if (exponent === '3') return ['cubed'];
  const isNegative = exponent.startsWith('-');
  const sign = isNegative ? ['minus'] : [];
  return ['to', 'the', 'power', 'of', ...sign, ...cardinalWords(isNegative ? exponent.slice(1) : exponent)];
}

/** `¹²` as `12`. */
function toDigits(written: string): string {
  return written.normalize('NFKC').replace('−', '-');
}

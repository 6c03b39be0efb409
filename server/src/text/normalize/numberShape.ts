import { cardinalWords, decimalWords, digitWords } from './numberWords.ts';
import { matchAt } from './rule.ts';

/** A number as written: digits without grouping marks, and the digits after the decimal point if it has one. */
export interface WrittenNumber {
  readonly whole: string;
  readonly fraction: string | undefined;
  readonly isGrouped: boolean;
  readonly endOffset: number;
}

const shape =
  /(?:(?<grouped>[1-9]\d{0,2}(?:,\d{3})+)(?!\d)|(?<spaced>[1-9]\d{0,2}(?:(?:[\u00A0\u2009\u202F]\d{3})+| \d{3}(?: \d{3})+| 000))(?!\d)|(?<plain>\d+))?(?:\.(?<fraction>\d+))?/uy;

/** The number that begins exactly at the offset: `1,234.5`, `1 000 000`, `.5`, `007`. */
export function readNumber(text: string, offset: number): WrittenNumber | undefined {
  const match = matchAt(shape, text, offset);
  if (match === undefined || match[0] === '') return undefined;
  const { grouped, spaced, plain, fraction } = match.groups ?? {};
  const whole = (grouped ?? spaced ?? plain ?? '').replace(/\D/gu, '');
  const isGrouped = grouped !== undefined || spaced !== undefined;
  return { whole, fraction, isGrouped, endOffset: offset + match[0].length };
}

/** An amount: a cardinal or a decimal; a whole number with leading zeros is read digit by digit. */
export function quantityWords({ whole, fraction }: Pick<WrittenNumber, 'whole' | 'fraction'>): string[] {
  if (fraction !== undefined) return decimalWords(whole, fraction);
  return whole.length > 1 && whole.startsWith('0') ? digitWords(whole) : cardinalWords(whole);
}

/** Exactly one, so that what is counted stays singular. */
export function isOne({ whole, fraction }: Pick<WrittenNumber, 'whole' | 'fraction'>): boolean {
  return whole === '1' && fraction === undefined;
}

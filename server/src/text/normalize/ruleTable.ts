import { abbreviation } from './abbreviationRules.ts';
import { clockTime, timeZone } from './times.ts';
import { dayMonth, loneMonth, monthDay, numericDate, shortWeekday } from './dates.ts';
import { dimensions, feetAndInches, fraction, measure } from './measures.ts';
import { oldMoney } from './oldMoney.ts';
import { prefixedMoney, suffixedMoney } from './money.ts';
import { numberRange, ordinal, plainNumber, scientific, signed, version } from './numbers.ts';
import { decade } from './decades.ts';
import { hoursAndMinutes, markedSize, ordinalRange, shares, soldiersTime } from './pairedNumbers.ts';
import { countedTimes } from './countedTimes.ts';
import { temperatureScale } from './temperatureScale.ts';
import { bookOfBible, verse } from './scripture.ts';
import { phoneNumber } from './phones.ts';
import { elidedWord, writtenWord } from './writtenWords.ts';
import { handleOrHashtag } from './webAddresses.ts';
import { matchAt, type Rule } from './rule.ts';
import { loweredDigits, raisedDigits } from './raisedDigits.ts';
import { romanNumeral } from './romanNumerals.ts';
import { stutter } from './stutter.ts';
import { symbol, symbolStarts } from './symbolRules.ts';

/** A rule with the characters it can begin with, or for numbers, that can follow the first digits. */
type GatedRule = readonly [Rule, RegExp];

const anything = /[^]/u;
/** In the order they are tried; the regular expression looks at the character after the first run of digits. */
const numberRules: readonly GatedRule[] = [
  [bookOfBible, / |\u00A0/u],
  [verse, /:/u],
  [shares, /[-–/]/u],
  [numericDate, /[-./]/u],
  [phoneNumber, /[- .]/u],
  [soldiersTime, anything],
  [hoursAndMinutes, /h/u],
  [clockTime, /[:.\u00A0 apAP–-]/u],
  [version, /\./u],
  [scientific, /[.eE^⁻⁰¹²³⁴-⁹]/u],
  [oldMoney, /s/u],
  [suffixedMoney, /[., $£€¥₹₩₽¢UCEGJI\u00A0]/u],
  [markedSize, /['’′"″”]/u],
  [feetAndInches, /[ f'’′".”]/u],
  [fraction, /[ /⁄½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞-]/u],
  [decade, /[s'’]/u],
  [ordinalRange, /[snrt]/u],
  [ordinal, /[,snrtSNRT]/u],
  [dayMonth, /[ snrt]/u],
  [dimensions, /[ .,x×\u00A0]/u],
  [measure, /[^]/u],
  [numberRange, /[- .,–—:\u00A0]/u],
  [plainNumber, anything],
];
const letterRules: readonly GatedRule[] = [
  [monthDay, /[JFMASOND]/u],
  [bookOfBible, /[A-Z]/u],
  [abbreviation, anything],
  [loneMonth, /[JFMASOND]/u],
  [shortWeekday, /[MTWFS]/u],
  [romanNumeral, /[IVXLCDMivxl]/u],
  [timeZone, /[A-Z]/u],
  [version, /[vV]/u],
  [prefixedMoney, /[UCA]/u],
  [temperatureScale, /[CF]/u],
  [countedTimes, /x/u],
  [stutter, /[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]/u],
  [writtenWord, anything],
];
const signRules: readonly GatedRule[] = [
  [oldMoney, /£/u],
  [prefixedMoney, /[$£€¥￥₹₩₽₿]/u],
  [phoneNumber, /[(+]/u],
  [signed, /[-−–+±]/u],
  [decade, /['’]/u],
  [elidedWord, /['’‘]/u],
  [handleOrHashtag, /[@#]/u],
  [raisedDigits, /[⁰¹²³⁴-⁹⁻]/u],
  [loweredDigits, /[₀-₉]/u],
  [symbol, symbolStarts],
];

const byFirstLetter = table(letterRules);
const byFirstSign = table(signRules);
const byCharacterAfterDigits = table(numberRules);
const letterStart = /[\p{L}\p{M}_]|(?![0-9])\p{Nd}/uy;
const numberStart = /(?:\d+|\.(?=\d)|(?=[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]))/uy;

/** The rules that may read what begins at an offset, in the order they are tried. */
export function rulesAt(text: string, offset: number): readonly Rule[] {
  const number = matchAt(numberStart, text, offset);
  if (number !== undefined) return lookUp(byCharacterAfterDigits, text.charAt(offset + number[0].length));
  const isLetter = matchAt(letterStart, text, offset) !== undefined;
  return lookUp(isLetter ? byFirstLetter : byFirstSign, text.charAt(offset));
}

interface RuleTable {
  readonly rules: readonly GatedRule[];
  readonly ascii: readonly (readonly Rule[])[];
}

function table(rules: readonly GatedRule[]): RuleTable {
  const ascii = Array.from({ length: 128 }, (_, code) => passing(rules, String.fromCharCode(code)));
  return { rules, ascii };
}

function lookUp({ rules, ascii }: RuleTable, character: string): readonly Rule[] {
  return ascii[character.charCodeAt(0)] ?? passing(rules, character);
}

function passing(rules: readonly GatedRule[], character: string): readonly Rule[] {
  return rules.filter(([, gate]) => gate === anything || gate.test(character)).map(([rule]) => rule);
}

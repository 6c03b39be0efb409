import { cardinalWords, ordinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';

const shape = /(?<roman>[IVXLCDM]{1,12}|[ivxl]{1,6})(?<possessive>['’]s)?(?![\p{L}\p{N}_'’]|\.\p{L})/uy;
const valid = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/u;
const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
const countedThings =
  /^(?:chapter|part|book|volume|vol|act|scene|section|article|appendix|phase|type|war|title|stage|level|class|episode|season|figure|table|unit|lesson|canto|sonnet|symphony|opus|no|page|ch|chap|bk|pt|fig|mark|series|generation|grade|tier|round|bowl|games|parts|chapters|books|volumes|acts|scenes|wars)\.?$/iu;
const countedSmall = /^(?:chapter|scene|act|page|pages|pp?|canto|stanza|vol|volume|sc|ch)\.?$/iu;
/** Before these, a lone `I` is a number only where more numbers follow it: "Books I and II", but "Books I read". */
const countedMany = /^(?:games|parts|chapters|books|volumes|acts|scenes|wars)$/iu;
const moreNumerals = /(?:[-–—]|,? ?(?:and|or|to|through|&),? |, )[IVXLC]+(?!\p{L})/uy;
/** `Parts I and `, `Henry VII or `, on the way to the last numeral of a list. */
const listedBefore = /(?<thing>\p{L}+)\.? (?:[IVXLC]+(?:, (?:and |or )?| (?:and|or|to|through|&) ))+$/u;
const longestList = 60;
const rulers =
  /^(?:henry|louis|george|edward|william|richard|charles|james|elizabeth|mary|philip|napoleon|pius|john|paul|benedict|leo|gregory|innocent|clement|urban|catherine|peter|nicholas|alexander|ivan|frederick|wilhelm|otto|ferdinand|francis|ramesses|ramses|cleopatra|ptolemy|xerxes|darius|gustav|christian|carlos|felipe|haakon|harald|olav|margrethe|victor|umberto|pedro|selim|mehmed|murad|thutmose|amenhotep|constantine|justinian|tiberius|robert|david|malcolm|juan|isabella|joseph|sixtus|julius|boniface|celestine|urban|martin|eugene)$/iu;
const ordinaryCapitals = new Set([
  'MIX',
  'CD',
  'DC',
  'MC',
  'MD',
  'CV',
  'DI',
  'CC',
  'MM',
  'CM',
  'DIM',
  'MILD',
  'CIVIC',
  'VIVID',
  'LCD',
]);
const verbFollows =
  /[ \u00A0](?!(?:of|was|and|in|is|had|to|became|ruled|died|who|ended|began|did|by|at|on|as|or)\b)\p{Ll}/uy;

/** `Chapter IV`, `Henry VIII`, `World War II`, `Rocky II`; the pronoun I and abbreviations such as `CD` are left alone. */
export const romanNumeral: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const { roman: written = '', possessive = '' } = match?.groups ?? {};
  const roman = written.toUpperCase();
  if (match === undefined || !valid.test(roman)) return undefined;
  if (roman !== written) return smallNumeral(input, roman);
  if (isRangeEnd(input)) return piece(input, match[0].length, cardinalWords(String(romanValue(roman))));
  const digits = String(romanValue(roman));
  if (isListed(input, roman)) return piece(input, match[0].length, cardinalWords(digits));
  if (!input.isAdjacent) return undefined;
  const isRuler = rulers.test(input.previous) && /^\p{Lu}/u.test(input.previous);
  const isCounted =
    countedThings.test(input.previous) && !isPronoun(input, roman) && !isGrade(input.previous, roman);
  const words = wordsOf(digits, {
    isRuler: isRuler && isRegnal(input, roman),
    isCounted,
    isNamed: isNamed(input.previous, roman),
  });
  if (words === undefined) return undefined;
  const last = possessive === '' ? words : [...words.slice(0, -1), `${words.at(-1) ?? ''}'s`];
  return piece(input, match[0].length, last);
};

/** "Act I, Scene ii", "page xii": in small letters only right behind what is counted so. */
function smallNumeral(input: Parameters<Rule>[0], roman: string): ReturnType<Rule> {
  if (!input.isAdjacent || !countedSmall.test(input.previous)) return undefined;
  return piece(input, roman.length, cardinalWords(String(romanValue(roman))));
}

/** `I–III`: the first was read as a numeral, and "to" for the dash. */
function isRangeEnd({ previous, text, offset }: Parameters<Rule>[0]): boolean {
  return /^[-–]$/u.test(previous) && /[IVX][-–]$/u.test(text.slice(Math.max(0, offset - 2), offset));
}

interface NumeralContext {
  readonly isRuler: boolean;
  readonly isCounted: boolean;
  readonly isNamed: boolean;
}

function wordsOf(
  digits: string,
  { isRuler, isCounted, isNamed }: NumeralContext,
): readonly string[] | undefined {
  if (isRuler) return ['the', ...ordinalWords(digits)];
  return isCounted || isNamed ? cardinalWords(digits) : undefined;
}

/** Of a single letter after a ruler's name only I, V and X are numerals, and `I` before a verb is the pronoun. */
function isRegnal(input: Parameters<Rule>[0], roman: string): boolean {
  if (!/^[IVX]+$/u.test(roman)) return false;
  if (roman === 'X' && /^malcolm$/iu.test(input.previous)) return false;
  return roman !== 'I' || !isFollowedByVerb(input.text, input.offset + 1);
}

/** The `II` of "Parts I and II". A lone `I` there may be who speaks. */
function isListed({ text, offset }: Parameters<Rule>[0], roman: string): boolean {
  if (!/^(?:[IVXLC]{2,}|[VX])$/u.test(roman)) return false;
  const thing = listedBefore.exec(text.slice(Math.max(0, offset - longestList), offset))?.groups?.['thing'];
  return thing !== undefined && countedThings.test(thing);
}

/** "grade C", "Section D", "Type C": letters; of what goes beyond fifty, such as chapters, numbers. */
function isGrade(previous: string, roman: string): boolean {
  return (
    /^[CDLM]$/u.test(roman) && !/^(?:chapters?|chap|ch|cantos?|sonnet|books?|pages?|no)\.?$/iu.test(previous)
  );
}

/** "the part I like" and "No I won't", but not "Part I begins". */
function isPronoun({ text, offset, previous }: Parameters<Rule>[0], roman: string): boolean {
  if (roman !== 'I') return false;
  if (/^no$/iu.test(previous)) return true;
  if (countedMany.test(previous)) return matchAt(moreNumerals, text, offset + 1) === undefined;
  return /^\p{Ll}/u.test(previous) && isFollowedByVerb(text, offset + 1);
}

function isFollowedByVerb(text: string, offset: number): boolean {
  return matchAt(verbFollows, text, offset) !== undefined;
}

function isNamed(previous: string, roman: string): boolean {
  return (
    roman.length > 1 &&
    /^[IVX]+$/u.test(roman) &&
    !ordinaryCapitals.has(roman) &&
    /^\p{Lu}\p{Ll}/u.test(previous)
  );
}

/** The number of capitals such as `XIV`; undefined for what is no numeral. */
export function readRoman(roman: string): number | undefined {
  return roman !== '' && valid.test(roman) ? romanValue(roman) : undefined;
}

function romanValue(roman: string): number {
  let total = 0;
  for (let index = 0; index < roman.length; index++) {
    const value = values[roman.charAt(index)] ?? 0;
    total += value < (values[roman.charAt(index + 1)] ?? 0) ? -value : value;
  }
  return total;
}

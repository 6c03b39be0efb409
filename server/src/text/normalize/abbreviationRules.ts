import { abbreviations, alsoWords, sentenceStarters } from '../abbreviations.ts';
import { matchAt, piece, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';
import { letterNames } from './spellWord.ts';

const mayAbbreviate = /\p{L}{1,6}[./]|(?:[MDSPRCLGJFVIBA][rstegaocnlie]|vs|etc|pp)/uy;
const latin = /(?<short>e\.\s?g|i\.\s?e|a\.k\.a|eg|ie)(?<dot>\.?)(?![\p{L}\p{N}'’-])/iuy;
const latinWords: Readonly<Record<string, readonly string[]>> = {
  eg: ['for', 'example'],
  ie: ['that', 'is'],
  aka: ['also', 'known', 'as'],
};
const dotted = /(?:\p{L}\.){2,12}(?:\p{L}(?![\p{L}\p{N}]))?/uy;
const degree = /(?:Ph\.\s?D|M\.Sc|B\.Sc|Ed\.D|Ll\.[DB])\.?(?!\p{L})/uy;
const initial = /(?<letter>\p{Lu})\.(?=[ \u00A0]?\p{Lu}[\p{L}.'’])/uy;
const shortened = /(?<short>\p{L}{1,6})\.(?!\p{L})/uy;
const bareTitle =
  /(?<short>Mr|Mrs|Ms|Dr|St|Mt|Prof|Rev|Capt|Sgt|Lt|Gen|Col|Jr|Sr|Ltd|vs|etc|pp|Fig|Vol|Inc|Corp|Blvd|Ave)(?![\p{L}\p{N}_'’./-])/uy;
const lifeEvent = /(?:b|d|fl|r)\.(?=[ \u00A0](?:c\. ?|ca\. ?)?1\d{3}(?!\d))/uy;
const lifeEvents: ReadonlyMap<string, readonly string[]> = new Map([
  ['b.', ['born']],
  ['d.', ['died']],
  ['fl.', ['flourished']],
  ['r.', ['reigned']],
]);
const editionShape = /ed\.(?!\p{L})/uy;
const placeShape = /(?:INT|EXT)\.(?=[/ ][\p{Lu}\d])/uy;
const slashed = /(?<short>w\/o|w\/|b\/c|c\/o|n\/a|N\/A|a\/c)(?![\p{L}\p{N}/])/uy;
const slashedWords: Readonly<Record<string, readonly string[]>> = {
  'w/o': ['without'],
  'w/': ['with'],
  'b/c': ['because'],
  'c/o': ['care', 'of'],
  'n/a': ['not', 'applicable'],
  'a/c': ['A', 'C'],
};
const spaces = String.raw`[ \u00A0\n\r\t]`;
const nameFollows = new RegExp(`${spaces}{1,3}[“"(]?\\p{Lu}`, 'uy');
const numberFollows = new RegExp(`${spaces}?[#$£€]?(?:\\d|[ivxlcIVXLC]+(?!\\p{L}))`, 'uy');
const pronounFollows = new RegExp(`${spaces}+I(?![\\p{L}\\p{N}])`, 'uy');
const sentenceFollows = new RegExp(`[”"’')\\]]{0,2}(?:${spaces}+[“"‘'(\\[]?\\p{Lu}|\\s*$)`, 'uy');
const nextWord = new RegExp(`[”"’')\\]]{0,2}${spaces}+[“"‘'(\\[]?(?<word>[\\p{L}'’]{1,12})`, 'uy');
const streetNames = new Set(['st', 'dr', 'mt', 'ft']);
const streetWords: Readonly<Record<string, string>> = { st: 'street', dr: 'drive', ft: 'fort', mt: 'mount' };

/** `e.g.`, `Dr. Smith` and `Main Dr.`, `No. 5`, `Inc.`, `U.S.A.`, `p.m.`, `J. K. Rowling`, `w/o`. */
export const abbreviation: Rule = (input) =>
  matchAt(mayAbbreviate, input.text, input.offset) === undefined ? undefined : read(input);

const read: Rule = (input) =>
  lifeDate(input) ??
  edition(input) ??
  place(input) ??
  latinAbbreviation(input) ??
  slashedAbbreviation(input) ??
  degreeAbbreviation(input) ??
  dottedLetters(input) ??
  shortenedWord(input) ??
  nameInitial(input);

/** `b. 1920` and `d. 1990`, `fl. 1400`, `r. 1066-1087`. */
const lifeDate: Rule = (input) => {
  const match = matchAt(lifeEvent, input.text, input.offset);
  const words = match === undefined ? undefined : lifeEvents.get(match[0]);
  return match === undefined || words === undefined ? undefined : piece(input, match[0].length, words);
};

/** `2nd ed.` */
const edition: Rule = (input) => {
  const isNumbered = input.isAdjacent && /^(?:\d+(?:st|nd|rd|th)|rev\.?)$/iu.test(input.previous);
  const match = isNumbered ? matchAt(editionShape, input.text, input.offset) : undefined;
  if (match === undefined) return undefined;
  const isEnd = endsSentence(input.text, input.offset + match[0].length, true);
  return piece(input, match[0].length - (isEnd ? 1 : 0), ['edition']);
};

/** Where a scene of a screenplay is: `INT. KITCHEN`, `EXT. BEACH`. */
const place: Rule = (input) => {
  const match = matchAt(placeShape, input.text, input.offset);
  return match === undefined
    ? undefined
    : piece(input, 4, [match[0].startsWith('I') ? 'interior' : 'exterior']);
};

const latinAbbreviation: Rule = (input) => {
  const match = matchAt(latin, input.text, input.offset);
  const { short = '', dot = '' } = match?.groups ?? {};
  const key = short.replace(/[^\p{L}]/gu, '').toLowerCase();
  if (match === undefined || (!short.includes('.') && dot === '')) return undefined;
  return piece(input, match[0].length, latinWords[key] ?? []);
};

const slashedAbbreviation: Rule = (input) => {
  const match = matchAt(slashed, input.text, input.offset);
  const words = match === undefined ? undefined : slashedWords[match[0].toLowerCase()];
  return match === undefined || words === undefined ? undefined : piece(input, match[0].length, words);
};

const degreeAbbreviation: Rule = (input) => {
  const match = matchAt(degree, input.text, input.offset);
  return match === undefined ? undefined : dottedPiece(input, match[0]);
};

const dottedLetters: Rule = (input) => {
  const match = matchAt(dotted, input.text, input.offset);
  if (match === undefined) return undefined;
  return dottedPiece(input, match[0]);
};

/** A last period that also ends the sentence stays outside the token. */
function dottedPiece(input: RuleInput, written: string): SpokenPiece[] {
  const endOffset = input.offset + written.length;
  const isHalfOfDay = /^[ap]\.m\.$/iu.test(written);
  const isEnd = written.endsWith('.') && endsSentence(input.text, endOffset, isHalfOfDay);
  return piece(input, written.length - (isEnd ? 1 : 0), letterNames(written));
}

const shortenedWord: Rule = (input) => {
  const match = matchAt(shortened, input.text, input.offset) ?? matchAt(bareTitle, input.text, input.offset);
  const short = match?.groups?.['short'];
  const entry = short === undefined ? undefined : abbreviations.get(short.toLowerCase());
  if (match === undefined || short === undefined || entry === undefined) return undefined;
  const key = short.toLowerCase();
  const hasPeriod = match[0].endsWith('.');
  const end = input.offset + match[0].length;
  if (streetNames.has(key)) return street(input, key, match[0]);
  if (!isUsed(input, { short, kind: entry.kind, end, hasPeriod })) return undefined;
  const isEnd = hasPeriod && entry.kind === 'plain' && endsSentence(input.text, end, true);
  return piece(input, match[0].length - (isEnd ? 1 : 0), entry.words);
};

/** `St.` and `Dr.` after a name are a street's, before one a saint's or a doctor's. */
function street(input: RuleInput, key: string, written: string): SpokenPiece[] | undefined {
  const end = input.offset + written.length;
  const hasName = matchAt(nameFollows, input.text, end) !== undefined;
  const isLower = written.startsWith(key);
  const isAfterName =
    input.isAdjacent &&
    (isStreetName(input) || (key === 'st' && !hasName && /^\p{Lu}\p{Ll}/u.test(input.previous)));
  const isNextStarter = sentenceStarters.has(matchAt(nextWord, input.text, end)?.groups?.['word'] ?? '');
  if ((key === 'st' || key === 'dr') && isAfterName && (!hasName || isNextStarter || key === 'st')) {
    const isEnd = written.endsWith('.') && endsSentence(input.text, end, true);
    return piece(input, written.length - (isEnd ? 1 : 0), [streetWords[key] ?? '']);
  }
  if (!hasName || isLower)
    return key === 'dr' && !isLower ? piece(input, written.length, ['doctor']) : undefined;
  return piece(input, written.length, abbreviations.get(key)?.words ?? []);
}

function isStreetName(input: RuleInput): boolean {
  if (/^\d+(?:st|nd|rd|th)$/u.test(input.previous)) return true;
  return /^\p{Lu}\p{Ll}/u.test(input.previous) && !input.isPreviousFirst;
}

interface Shortened {
  readonly short: string;
  readonly kind: 'title' | 'number' | 'plain';
  readonly end: number;
  readonly hasPeriod: boolean;
}

function isUsed(input: RuleInput, { short, kind, end, hasPeriod }: Shortened): boolean {
  if (kind === 'number') {
    if (isWordBeforePronoun(input, short, end)) return false;
    return (
      matchAt(numberFollows, input.text, end) !== undefined && (hasPeriod || /^\p{Lu}|^pp$/u.test(short))
    );
  }
  if (/^(?:Mr|Mrs|Ms)$/u.test(short)) return true;
  if (kind === 'title') return /^\p{Lu}/u.test(short) && matchAt(nameFollows, input.text, end) !== undefined;
  if (/^(?:mon|wed|fri)$/u.test(short)) return false;
  const isAmbiguous = /^(?:co|min|max|mon|fri|wed|sat|sun|temp|sq|gal|adj|al)$/iu.test(short);
  if (short.toLowerCase() === 'al') return input.previous.toLowerCase() === 'et';
  return !isAmbiguous || (hasPeriod && (/^Co$/u.test(short) || !endsSentence(input.text, end, true)));
}

/** "No. I won't.": words that end a sentence, with who speaks in the next. */
function isWordBeforePronoun({ text }: RuleInput, short: string, end: number): boolean {
  return alsoWords.has(short.toLowerCase()) && matchAt(pronounFollows, text, end) !== undefined;
}

const nameInitial: Rule = (input) => {
  const match = matchAt(initial, input.text, input.offset);
  const letter = match?.groups?.['letter'];
  if (
    match === undefined ||
    letter === undefined ||
    /^(?:plan|grade|vitamin|type|class|part|section)$/iu.test(input.previous)
  ) {
    return undefined;
  }
  if (letter === 'I' && !/^\p{Lu}/u.test(input.previous)) return undefined;
  const words = letterNames(letter);
  return words.length === 1 ? piece(input, match[0].length, words) : undefined;
};

/**
 * Whether the period before `offset` ends its sentence as well.
 *
 * @param byCapital  a capital alone decides; otherwise only a word that usually begins a sentence, or the end of the text
 */
function endsSentence(text: string, offset: number, byCapital: boolean): boolean {
  if (offset >= text.length) return true;
  if (matchAt(sentenceFollows, text, offset) === undefined) return false;
  const next = matchAt(nextWord, text, offset)?.groups?.['word'];
  return byCapital || next === undefined || sentenceStarters.has(next);
}

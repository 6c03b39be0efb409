import { cardinalWords, digitWords, ordinalWords, yearWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';

export const monthNames: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const monthPattern =
  'January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec';
const iso = /(?<year>\d{4})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])(?![\d-])/uy;
const isoTime =
  /T(?<hour>[01]\d|2[0-4]):(?<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?(?![\p{L}\d])/uy;
const numeric =
  /(?<first>\d{1,2})(?<mark>[/.-])(?<second>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?![\d/.-]*\d)/uy;
const monthAndDay = new RegExp(
  `(?<month>${monthPattern})(?<dot>\\.?) (?<day>[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\\p{L}\\p{N}:%/]|[.,]\\d)`,
  'uy',
);
const dayAndMonth = new RegExp(
  `(?<day>[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?<of> of)? (?<month>${monthPattern})(?<dot>\\.(?= ?[\\d,]))?(?!\\p{L})`,
  'uy',
);
const monthOnly = new RegExp(`(?<month>${monthPattern})(?<dot>\\.?)(?=,? \\d{4}(?!\\d))`, 'uy');
const dottedMonth = /(?<month>Jan|Feb|Apr|Aug|Sept|Oct|Nov|Dec)\.(?= ?[\p{Ll},;)])/uy;
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const weekday = /(?<day>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?![\p{L}\p{N}'’])/uy;
const weekdayContext = new RegExp(
  `[-–](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|,? (?:\\d{1,2}(?:st|nd|rd|th)? )?(?:${monthPattern})(?!\\p{L})|\\.? (?:morning|afternoon|evening|night)(?!\\p{L})|\\. \\d`,
  'uy',
);
const dotInside = /\.(?= (?:\d|\p{Ll}))/uy;
const bareMonth = /(?<month>Feb|Aug|Sept|Oct|Nov)(?![\p{L}\p{N}.'’_-])/uy;

/** `2026-11-22`, `22/11/2026`, `11-22-2026`, `22.11.2026`. Ambiguous ones: month first in `us`, day first in `gb`. */
export const numericDate: Rule = (input) => {
  const isoMatch = matchAt(iso, input.text, input.offset);
  if (isoMatch?.groups !== undefined) return isoPieces(input, isoMatch);
  const match = matchAt(numeric, input.text, input.offset);
  const { first = '', second = '', year = '', mark = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const isDayFirst = Number(first) > 12 || (Number(second) <= 12 && (mark === '.' || input.dialect === 'gb'));
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  if (!isDate(Number(day), Number(month)) || (mark === '.' && year.length === 2)) return undefined;
  return piece(input, match[0].length, dateWords(day, month, year));
};

/** `Nov 22`, `May 3rd`: the month as a word, the day as an ordinal. A year after them is an ordinary number. */
export const monthDay: Rule = (input) => {
  const match = matchAt(monthAndDay, input.text, input.offset);
  const { month = '', dot = '', day = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const monthEnd = input.offset + month.length + dot.length;
  return [
    { startOffset: input.offset, endOffset: monthEnd, words: [monthName(month)] },
    { startOffset: monthEnd + 1, endOffset: input.offset + match[0].length, words: ordinalWords(day) },
  ];
};

/** `22 November`, `the 3rd of May`. */
export const dayMonth: Rule = (input) => {
  const match = matchAt(dayAndMonth, input.text, input.offset);
  const { month = '', dot = '', day = '', of = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const article =
    input.isAdjacent && /^(?:the|this|every|each|on the)$/iu.test(input.previous) ? [] : ['the'];
  const endOffset = input.offset + match[0].length;
  const monthStart = endOffset - month.length - dot.length;
  const dayEnd = monthStart - of.length - 1;
  const dayPiece = (words: readonly string[]): SpokenPiece => ({
    startOffset: input.offset,
    endOffset: dayEnd,
    words,
  });
  const monthPiece = { startOffset: monthStart, endOffset, words: [monthName(month)] };
  const ordinal = [...article, ...ordinalWords(day)];
  if (of === '') return [dayPiece([...ordinal, 'of']), monthPiece];
  return [
    dayPiece(ordinal),
    { startOffset: dayEnd + 1, endOffset: monthStart - 1, words: ['of'] },
    monthPiece,
  ];
};

/** `Mon–Fri`, `Tue, Nov 3`: a weekday's short form without a period. */
export const shortWeekday: Rule = (input) => {
  const match = matchAt(weekday, input.text, input.offset);
  const day = match?.groups?.['day'];
  if (match === undefined || day === undefined) return undefined;
  const isSpanEnd = /^[-–]$/u.test(input.previous);
  if (!isSpanEnd && matchAt(weekdayContext, input.text, input.offset + day.length) === undefined)
    return undefined;
  const dot = matchAt(dotInside, input.text, input.offset + day.length)?.[0].length ?? 0;
  return piece(input, day.length + dot, [
    weekdayNames.find((name) => name.startsWith(day.toLowerCase())) ?? day.toLowerCase(),
  ]);
};

/** `Nov 2026`, `Feb.`, `Sept`: abbreviated months without a day. */
export const loneMonth: Rule = (input) => {
  const match =
    matchAt(monthOnly, input.text, input.offset) ??
    matchAt(dottedMonth, input.text, input.offset) ??
    matchAt(bareMonth, input.text, input.offset);
  const month = match?.groups?.['month'];
  if (match === undefined || month === undefined) return undefined;
  return piece(input, match[0].length, [monthName(month)]);
};

function isoPieces(input: RuleInput, match: RegExpExecArray): SpokenPiece[] {
  const { year = '', month = '', day = '' } = match.groups ?? {};
  const words = dateWords(day, month, year);
  const time = matchAt(isoTime, input.text, input.offset + match[0].length);
  if (time === undefined) return piece(input, match[0].length, words);
  const { hour = '', minute = '' } = time.groups ?? {};
  const clock = [...cardinalWords(hour), ...(minute === '00' ? ['hundred'] : minuteWords(minute))];
  return piece(input, match[0].length + time[0].length, [...words, ...clock]);
}

/** `05` as `oh five`. */
export function minuteWords(minute: string): string[] {
  return minute.startsWith('0') ? ['oh', ...digitWords(minute.slice(1))] : cardinalWords(minute);
}

function dateWords(day: string, month: string, year: string): string[] {
  const fullYear = year.length === 4 ? yearWords(year) : shortYear(year);
  return [monthNames[Number(month) - 1] ?? '', ...ordinalWords(day), ...fullYear];
}

function shortYear(year: string): string[] {
  return yearWords((Number(year) < 70 ? '20' : '19') + year);
}

function isDate(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

function monthName(written: string): string {
  const start = written.slice(0, 3).toLowerCase();
  return monthNames.find((name) => name.startsWith(start)) ?? written.toLowerCase();
}

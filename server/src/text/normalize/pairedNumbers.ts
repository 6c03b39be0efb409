import { cardinalWords, digitWords, ordinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule } from './rule.ts';

/** Shares of a whole, which have no word between them: `50-50`, `60/40`, `an 80-20 rule`. */
export const shares: Rule = (input) => {
  const match = matchAt(pair, input.text, input.offset);
  const { first = '', mark = '', second = '' } = match?.groups ?? {};
  if (match === undefined || Number(first) + Number(second) !== 100) return undefined;
  const isCertain = mark === '/' || first === second;
  if (!isCertain && matchAt(sharedThing, input.text, input.offset + match[0].length) === undefined)
    return undefined;
  return piece(input, match[0].length, [...cardinalWords(first), ...cardinalWords(second)]);
};

/** `1st-3rd` is a range. */
export const ordinalRange: Rule = (input) => {
  const match = matchAt(ordinals, input.text, input.offset);
  const { low = '', first = '', high = '' } = match?.groups ?? {};
  if (match === undefined || Number(first) >= Number(high)) return undefined;
  const lowEnd = input.offset + low.length;
  return [
    { startOffset: input.offset, endOffset: lowEnd, words: [...ordinalWords(first), 'to'] },
    { startOffset: lowEnd + 1, endOffset: input.offset + match[0].length, words: ordinalWords(high) },
  ];
};

/** Hours as soldiers have them: `0600`, `0630 hours`, `at 1830 hours`. */
export const soldiersTime: Rule = (input) => {
  const match = matchAt(fourDigits, input.text, input.offset);
  const { hour = '', minute = '', named } = match?.groups ?? {};
  const isAtTime = input.isAdjacent && timeContext.test(input.previous);
  const isTime = named === undefined ? isAtTime && hour.startsWith('0') : isAtTime || hour.startsWith('0');
  if (match === undefined || !isTime) return undefined;
  const hours = hour.startsWith('0') ? digitWords(hour) : cardinalWords(hour);
  const minutes =
    minute === '00'
      ? ['hundred']
      : minute.startsWith('0')
        ? ['oh', ...digitWords(minute.slice(1))]
        : cardinalWords(minute);
  return piece(input, 4, [...hours, ...minutes]);
};

/** `2h30m`, `1h 20min` in one word. */
export const hoursAndMinutes: Rule = (input) => {
  const match = matchAt(duration, input.text, input.offset);
  const { hours = '', minutes = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  return piece(input, match[0].length, [
    ...cardinalWords(hours),
    Number(hours) === 1 ? 'hour' : 'hours',
    ...cardinalWords(minutes),
    Number(minutes) === 1 ? 'minute' : 'minutes',
  ]);
};

/** `12' x 10'`: feet or inches on both sides. */
export const markedSize: Rule = (input) => {
  const match = matchAt(size, input.text, input.offset);
  const { first = '', mark = '', middle = '', second = '' } = match?.groups ?? {};
  if (match === undefined) return undefined;
  const unit = /["″”]/u.test(mark) ? ['inch', 'inches'] : ['foot', 'feet'];
  const words = (count: string): string[] => [...cardinalWords(count), unit[count === '1' ? 0 : 1] ?? ''];
  const firstEnd = input.offset + first.length + mark.length;
  const secondOffset = firstEnd + middle.length;
  return [
    { startOffset: input.offset, endOffset: firstEnd, words: [...words(first), 'by'] },
    { startOffset: secondOffset, endOffset: input.offset + match[0].length, words: words(second) },
  ];
};

const pair = /(?<first>[1-9]\d)(?<mark>[-–/])(?<second>[1-9]\d)(?![\p{L}\p{N}]|[-–/.:]\d)/uy;
const sharedThing =
  /[ -](?:split|rule|mix|blend|ratio|chance|chances|odds|share|shares|partner|partners|deal|basis)(?!\p{L})/uy;
const ordinals =
  /(?<low>(?<first>\d{1,3})(?:st|nd|rd|th))[-–](?<high>\d{1,3})(?:st|nd|rd|th)(?![\p{L}\p{N}])/uy;
const fourDigits =
  /(?<hour>[01]\d|2[0-3])(?<minute>[0-5]\d)(?<named>[ -]?(?:hours|hrs)(?!\p{L}))?(?![\d:/]|[.,-]\d)/uy;
const timeContext = /^(?:at|by|from|to|until|till|since|before|after|around|between|and)$/iu;
const duration = /(?<hours>\d{1,2})h(?<minutes>[0-5]?\d)(?:m|min)?(?![\p{L}\p{N}])/uy;
const size =
  /(?<first>\d{1,3})(?<mark>['’′"″”])(?<middle>[ ]?[x×][ ]?)(?<second>\d{1,3})\k<mark>(?![\p{L}\p{N}])/uy;

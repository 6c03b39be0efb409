import { cardinalWords } from './numberWords.ts';
import { minuteWords } from './dates.ts';
import { matchAt, piece, wordEnd, type Rule, type RuleInput, type SpokenPiece } from './rule.ts';
import { letterNames } from './spellWord.ts';

const clock = new RegExp(
  String.raw`(?<hour>[01]?\d|2[0-4])(?<mark>[:.])(?<minute>[0-5]\d)(?::(?<second>[0-5]\d))?(?![\d:]|\.\d)`,
  'uy',
);
const hourOnly = /(?<hour>1[0-2]|0?[1-9])(?=[ \u00A0]?[ap]\.?m\b)/iuy;
const half = new RegExp(
  String.raw`(?<space>[ \u00A0\u202F]?)(?<letter>[apAP])(?:\.[ ]?[mM]\.|\.?[mM]\b)(?![\p{L}\p{N}])`,
  'uy',
);
const compactRange = /[-–](?=(?:1[0-2]|0?[1-9])(?::[0-5]\d)?[ \u00A0]?[ap]\.?m\b)/iuy;

/** `5:30pm`, `17:05`, `10:00`, `5 p.m.`, `5-6pm`, `1:23:45`. */
export const clockTime: Rule = (input) => clockRange(input) ?? singleTime(input);

function singleTime(input: RuleInput): SpokenPiece[] | undefined {
  const full = matchAt(clock, input.text, input.offset);
  const match = full ?? matchAt(hourOnly, input.text, input.offset);
  if (match === undefined) return undefined;
  const { hour = '', minute, second, mark = ':' } = match.groups ?? {};
  const endOffset = input.offset + match[0].length;
  const halfDay = matchAt(half, input.text, endOffset);
  if (mark === '.' && halfDay === undefined && !isDottedTime(input, endOffset)) return undefined;
  const words = timeWords(hour, { minute, second, hasHalf: halfDay !== undefined });
  return withHalf({ startOffset: input.offset, endOffset, words }, halfDay, input.text);
}

/** "at 5.30 in the morning", as British books have it. */
function isDottedTime({ text, previous, isAdjacent }: RuleInput, end: number): boolean {
  return (
    isAdjacent &&
    /^(?:at|by|until|till|about|since)$/iu.test(previous) &&
    matchAt(partOfDay, text, end) !== undefined
  );
}

const partOfDay =
  /\s+(?:in the (?:morning|afternoon|evening)|at night|sharp|tonight|tomorrow|yesterday)(?!\p{L})/uy;

/** `5-6pm`: the first hour has no half of the day of its own. */
function clockRange(input: RuleInput): SpokenPiece[] | undefined {
  const first = matchAt(/(?<hour>1[0-2]|0?[1-9])(?::(?<minute>[0-5]\d))?/uy, input.text, input.offset);
  if (first === undefined) return undefined;
  const dashOffset = input.offset + first[0].length;
  if (matchAt(compactRange, input.text, dashOffset) === undefined) return undefined;
  const second = singleTime({ ...input, offset: dashOffset + 1 });
  if (second === undefined) return undefined;
  const { hour = '', minute } = first.groups ?? {};
  const words = [...timeWords(hour, { minute, second: undefined, hasHalf: true }), 'to'];
  return [...piece(input, first[0].length, words), ...second];
}

interface TimeParts {
  readonly minute: string | undefined;
  readonly second: string | undefined;
  /** "a.m." or "p.m." follows. */
  readonly hasHalf: boolean;
}

function timeWords(hour: string, { minute, second, hasHalf }: TimeParts): string[] {
  const hours = cardinalWords(hour);
  if (minute === undefined) return hours;
  if (second === '00') return [...hours, ...minuteWords(minute), 'oh', 'oh'];
  if (second !== undefined) return [...hours, ...minuteWords(minute), ...minuteWords(second)];
  if (minute !== '00') return [...hours, ...minuteWords(minute)];
  if (hasHalf) return hours;
  return Number(hour) >= 1 && Number(hour) <= 12 && !hour.startsWith('0')
    ? [...hours, "o'clock"]
    : [...hours, 'hundred'];
}

/** The half of the day is a token of its own where white space comes before it. */
function withHalf(time: SpokenPiece, half: RegExpExecArray | undefined, text: string): SpokenPiece[] {
  if (half === undefined) return [time];
  const { space = '', letter = '' } = half.groups ?? {};
  const names = [letter.toUpperCase(), 'M'];
  const halfEnd = time.endOffset + half[0].length;
  const endsSentence =
    half[0].endsWith('.') && /^\s*(?:$|[\s”"’)]*\s+[\p{Lu}“"])/u.test(text.slice(halfEnd, halfEnd + 12));
  const endOffset = endsSentence ? halfEnd - 1 : halfEnd;
  if (space === '') return [{ ...time, endOffset, words: [...time.words, ...names] }];
  return [time, { startOffset: time.endOffset + space.length, endOffset, words: names }];
}

const zone = new RegExp(
  String.raw`(?:GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|BST|IST)${wordEnd}`,
  'uy',
);

/** `EST` and its like, right after a time or a half of the day. */
export const timeZone: Rule = (input) => {
  const match = matchAt(zone, input.text, input.offset);
  if (match === undefined || !/\d|^[ap]\.?m\.?$/iu.test(input.previous)) return undefined;
  return piece(input, match[0].length, letterNames(match[0]));
};

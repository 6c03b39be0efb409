import { balanceTags } from './balanceTags.ts';
import { isChinese } from './cleanText.ts';
import { cutLongPiece } from './cutLongPiece.ts';

export interface SegmentOptions {
  /** Of a text that is not Chinese: how many tokens it has. */
  readonly countTokens: (text: string) => number;
  /** A last segment that is shorter joins the one before it. Absent: 20. */
  readonly leastLength?: number;
}

/**
 * Cuts a cleaned text into what is spoken at once: whole sentences and clauses, joined to 60 to 80 characters of Chinese
 * or tokens of another language. A tag that spans a cut is closed before it and opened again behind it. What has nothing
 * to say gives no segment.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/utils/frontend_utils.py, split_paragraph. Unlike there no cut is made at a
 * point or colon between digits, and a clause of more than 160 is cut.
 */
export function segmentText(text: string, { countTokens, leastLength = 20 }: SegmentOptions): string[] {
  if (text === '') return [];
  const language = isChinese(text) ? chinese : other;
  const length = language === chinese ? countCharacters : countTokens;
  const pieces = splitAtMarks(text, language).flatMap((piece) => cutLongPiece(piece, length));
  const segments: string[] = [];
  let open = '';
  for (const piece of pieces) {
    if (length(open + piece) > mostLength && length(open) > fullLength) {
      segments.push(open);
      open = '';
    }
    open += piece;
  }
  const last = segments.at(-1);
  if (last !== undefined && length(open) < leastLength) segments.splice(-1, 1, last + open);
  else segments.push(open);
  return balanceTags(segments).filter(hasSpeech);
}

const mostLength = 80;
const fullLength = 60;

interface LanguageMarks {
  readonly marks: string;
  readonly fullStop: string;
}

const chinese: LanguageMarks = { marks: '。？！；：、.?!;', fullStop: '。' };
const other: LanguageMarks = { marks: '.?!;:', fullStop: '.' };

/** Each piece ends with a mark and the quote that closes behind it; marks with nothing before them are left out. */
function splitAtMarks(text: string, { marks, fullStop }: LanguageMarks): string[] {
  const closed = marks.includes(text.at(-1) ?? '') ? text : text + fullStop;
  const mark = new RegExp(`(?:(?<!\\d)[${marks}]|[${marks}](?!\\d))["”]?`, 'gu');
  const pieces: string[] = [];
  let start = 0;
  for (const { index, 0: found } of closed.matchAll(mark)) {
    const end = index + found.length;
    if (index > start) pieces.push(closed.slice(start, end));
    else if (found.length > 1 && pieces.length > 0) pieces.push((pieces.pop() ?? '') + found.slice(1));
    start = end;
  }
  return pieces;
}

function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** Letters or digits, or a tag that is a sound. */
function hasSpeech(segment: string): boolean {
  return !/^[\p{P}\p{S}\s]*$/u.test(segment.replace(/<\/?(?:strong|laughter)>/gu, ''));
}

import { deliveries, emotions } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { Direction, DirectionItem, DirectionMeaning } from '../tree/tree.ts';
import { parsePitch, parseRate, parseStrength, parseVolume } from '../vocabulary/values.ts';
import { code, isCommentStart, skipSpace, trimmedEnd } from './characters.ts';

/** Parentheses where a direction may stand: a direction if every item is one, otherwise text. */
export type FoundDirection =
  | { readonly direction: Direction; readonly rejected: null }
  | { readonly direction: null; readonly rejected: TextRange };

/** Reads from the opening parenthesis on; null where there is none, or it does not close. */
export function readDirection(text: string, start: number, end: number): FoundDirection | null {
  if (start >= end || text.charCodeAt(start) !== code.leftParenthesis) return null;
  const ranges: TextRange[] = [];
  let itemStart = start + 1;
  for (let position = start + 1; position < end; position++) {
    const unit = text.charCodeAt(position);
    if (unit === code.comma || unit === code.rightParenthesis) {
      ranges.push({ startOffset: itemStart, endOffset: position });
      itemStart = position + 1;
      if (unit === code.rightParenthesis)
        return toDirection(text, ranges, { startOffset: start, endOffset: itemStart });
    } else if (unit === code.doubleQuote) {
      const close = text.indexOf('"', position + 1);
      if (close !== -1 && close < end) position = close;
    }
    if (unit === code.less && isCommentStart(text, position)) return null;
  }
  return null;
}

/** What an item of a direction asks for; null where it is none. Case does not count. */
export function readDirectionItem(text: string): DirectionMeaning | null {
  const item = text.trim();
  if (item.length >= 2 && item.startsWith('"') && item.endsWith('"')) {
    const instruction = item.slice(1, -1).trim();
    return instruction === '' || instruction.includes('"') ? null : { kind: 'instruct', instruction };
  }
  if (item === '' || item.length > longestItem) return null;
  return readEmotion(item.toLowerCase()) ?? readDelivery(item.toLowerCase()) ?? readProsody(item);
}

/** Longer than any word or number that means something. */
const longestItem = 40;

function toDirection(text: string, ranges: readonly TextRange[], range: TextRange): FoundDirection {
  const items: DirectionItem[] = [];
  let instructions = 0;
  for (const outer of ranges) {
    const startOffset = skipSpace(text, outer.startOffset, outer.endOffset);
    const endOffset = trimmedEnd(text, startOffset, outer.endOffset);
    const meaning = readDirectionItem(text.slice(startOffset, endOffset));
    if (meaning?.kind === 'instruct') instructions++;
    if (meaning === null || instructions > 1) return { direction: null, rejected: range };
    items.push({ startOffset, endOffset, meaning });
  }
  return { direction: { ...range, items }, rejected: null };
}

function readEmotion(item: string): DirectionMeaning | null {
  const [emotion = '', strengthText, ...rest] = item.split(/\s+/u);
  if (!emotions.some((known) => known === emotion) || rest.length > 0) return null;
  const strength = strengthText === undefined ? null : parseStrength(strengthText);
  return strengthText !== undefined && strength === null ? null : { kind: 'emotion', emotion, strength };
}

function readDelivery(delivery: string): DirectionMeaning | null {
  return deliveries.some((known) => known === delivery) ? { kind: 'delivery', delivery } : null;
}

function readProsody(item: string): DirectionMeaning | null {
  // A whole number in parentheses numbers a paragraph.
  const rateFactor = /^\d+$/u.test(item) ? null : parseRate(item);
  if (rateFactor !== null) return { kind: 'rate', rateFactor };
  const pitchSemitones = parsePitch(item);
  if (pitchSemitones !== null) return { kind: 'pitch', pitchSemitones };
  const volumeDb = parseVolume(item);
  return volumeDb === null ? null : { kind: 'volume', volumeDb };
}

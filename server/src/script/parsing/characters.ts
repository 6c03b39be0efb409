/** Classes of characters by their UTF-16 code units; a position outside of the text has the code -1 or NaN. */

export const code = {
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  exclamation: 0x21,
  doubleQuote: 0x22,
  number: 0x23,
  apostrophe: 0x27,
  leftParenthesis: 0x28,
  rightParenthesis: 0x29,
  asterisk: 0x2a,
  comma: 0x2c,
  hyphen: 0x2d,
  slash: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  leftBracket: 0x5b,
  backslash: 0x5c,
  rightBracket: 0x5d,
  wideColon: 0xff1a,
} as const;

/** White space of any kind, ends of lines included. */
export function isSpace(unit: number): boolean {
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return true;
  if (unit < 0xa0) return false;
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

export function isLineEnd(unit: number): boolean {
  return unit === code.lineFeed || unit === code.carriageReturn;
}

export function isAsciiLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** What names of tags and attributes go on with. */
export function isNameUnit(unit: number): boolean {
  return isAsciiLetter(unit) || (unit >= 0x30 && unit <= 0x39) || unit === code.hyphen || unit === 0x5f;
}

/** What a backslash protects. */
export function isAsciiPunctuation(unit: number): boolean {
  return (
    (unit >= 0x21 && unit <= 0x2f) ||
    (unit >= 0x3a && unit <= 0x40) ||
    (unit >= 0x5b && unit <= 0x60) ||
    (unit >= 0x7b && unit <= 0x7e)
  );
}

/** The first position from `position` on that is no white space, at most `end`. */
export function skipSpace(text: string, position: number, end: number): number {
  let next = position;
  while (next < end && isSpace(text.charCodeAt(next))) next++;
  return next;
}

/** The end of what lies between `start` and `end` without the white space behind it. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  return last;
}

/** Whether a comment begins here: `<!--` that no backslash protects. It does so even in the values of a tag. */
export function isCommentStart(text: string, position: number): boolean {
  if (!text.startsWith('<!--', position)) return false;
  let backslashes = 0;
  while (text.charCodeAt(position - backslashes - 1) === code.backslash) backslashes++;
  return backslashes % 2 === 0;
}

/** Behind the end of the comment that begins here; -1 where it never ends. */
export function commentEnd(text: string, position: number): number {
  const end = text.indexOf('-->', position + 4);
  return end === -1 ? -1 : end + 3;
}

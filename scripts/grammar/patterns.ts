/** Oniguruma patterns that several rules share. */

/** Any of the words; longer ones first, so that none hides another. */
export function alternatives(words: readonly string[]): string {
  return words.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|');
}

/** In capitals, two letters at least: what nobody else but a character is called. */
export const speakerPattern = String.raw`(?=[^:]*?\p{Lu}[^:]*?\p{Lu})\p{Lu}[\p{Lu}\p{M}\p{N}_ .'’&-]*(?<! )`;

/** At the start of a line that belongs to no block before it. */
export const blockStart = String.raw`(?=^[ \t]*$|^#{1,6}(?:[ \t]|$)|^-{3,}[ \t]*$|^${speakerPattern}:(?:[ \t]|$))`;

export const numberPattern = String.raw`(?:\d+(?:\.\d+)?|\.\d+)`;

export const quotedPattern = String.raw`"[^"]*"`;

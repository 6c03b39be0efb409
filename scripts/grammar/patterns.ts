/** Oniguruma patterns that several rules share. */

/** Any of the words; longer ones first, so that none hides another. */
export function alternatives(words: readonly string[]): string {
  return words.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|');
}

/** In capitals, two letters at least: what nobody else but a character is called. */
const speakerPattern = String.raw`(?=[^:：]*?\p{Lu}[^:：]*?\p{Lu})\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/_-]*(?<! )`;

/** The name, and the colon behind it; at the start of a line. */
export const speakerLine = String.raw`^[ \t]*(${speakerPattern})[ \t]*(:(?=[ \t]|$)|：)`;

/** What a line is made of that is a block of its own. */
export function cueLine(cues: readonly string[]): string {
  return String.raw`(?:\[(?:${alternatives(cues)})[ \t][^\]\[<>]*\][ \t]*)+$`;
}

/** At the start of a line that belongs to no block before it. */
export function blockStart(cues: readonly string[]): string {
  const starts = ['$', String.raw`#{1,6}(?:\s|$)`, '-{3,}[ \\t]*$', cueLine(cues)];
  const speaker = String.raw`${speakerPattern}[ \t]*(?::(?:[ \t]|$)|：)`;
  return String.raw`(?=^[ \t]*(?:${[...starts, speaker].join('|')}))`;
}

export const numberPattern = String.raw`(?:\d+(?:\.\d+)?|\.\d+)`;

export const quotedPattern = String.raw`(?:"[^"]*"|'[^']*')`;

/** What stands in a tag behind its name, up to the closing bracket. */
export function tagRest(closer: string): string {
  return String.raw`(?=(?:\s(?:${quotedPattern}|[^"'\[\]<>])*)?${closer})`;
}

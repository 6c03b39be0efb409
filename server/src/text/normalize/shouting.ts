const windowCharacters = 48;
const capitalShare = 0.85;

/** Whether the words around an offset are written in capitals too: a title or a shout, not an acronym. */
export function isShouted(text: string, offset: number): boolean {
  const around = surroundings(text, offset);
  let upper = 0;
  let letters = 0;
  for (const character of around) {
    const isUpper = character >= 'A' && character <= 'Z';
    if (isUpper) upper++;
    if (isUpper || (character >= 'a' && character <= 'z')) letters++;
  }
  const capitalWords = around.match(/(?<![\p{L}])[A-Z]{2,}(?![\p{L}])/gu)?.length ?? 0;
  return capitalWords >= 3 && upper >= letters * capitalShare;
}

/** The line's part within the window. */
function surroundings(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - windowCharacters), offset);
  const after = text.slice(offset, offset + windowCharacters);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = after.indexOf('\n');
  return before.slice(lineStart) + (lineEnd < 0 ? after : after.slice(0, lineEnd));
}

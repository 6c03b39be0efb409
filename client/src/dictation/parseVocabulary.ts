/** Longer is no phrase. */
const longestPhrase = 200;

/** One phrase a line; `#` and a space begin a comment, and empty lines are none. */
export function parseVocabulary(text: string): string[] {
  return text
    .split(/\r\n|\n|\r/u)
    .map((line) => line.replace(/(?:^|\s)#(?:\s.*)?$/u, '').trim())
    .filter((line) => line !== '' && line.length <= longestPhrase);
}

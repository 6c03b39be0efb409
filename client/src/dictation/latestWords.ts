/** Columns that are shown of a longer text; a wide character takes two. */
const longestShown = 60;

/**
 * The end of a text in one short line, from the start of a word on: what stands behind the cursor wraps in no editor, and
 * what was said last would be out of sight.
 */
export function latestWords(text: string): string {
  const characters = Array.from(text);
  let width = 0;
  let start = characters.length;
  while (start > 0) {
    width += /[\u1100-\u115F\u2E80-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u.test(
      characters[start - 1] ?? '',
    )
      ? 2
      : 1;
    if (width > longestShown) break;
    start -= 1;
  }
  if (start === 0) return text;
  const end = characters.slice(start).join('');
  const isWordCut = /^\S/u.test(end) && /[\p{L}\p{N}'’-]$/u.test(characters[start - 1] ?? '');
  const words = isWordCut ? end.replace(/^[\p{Script=Latin}\p{N}'’-]+/u, '') : end;
  return `… ${words.trimStart()}`;
}

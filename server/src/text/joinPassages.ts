/** Texts that follow each other, as one: with a space between them where their writing has spaces. */
export function joinPassages(texts: readonly string[]): string {
  let joined = '';
  for (const text of texts.map((each) => each.trim())) {
    if (text !== '') joined += joined === '' ? text : separatorBetween(joined, text) + text;
  }
  return joined;
}

/** A space, or nothing, between two texts that are not empty. */
export function separatorBetween(left: string, right: string): string {
  if (wideMarkAtEnd.test(left)) return '';
  return unspacedAtEnd.test(left) && unspacedAtStart.test(right) ? '' : ' ';
}

const wideMarks = '，、；：。！？「」『』（）〈〉《》【】';
const unspaced = `[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}${wideMarks}]`;
const wideMarkAtEnd = new RegExp(`[${wideMarks}]$`, 'u');
const unspacedAtEnd = new RegExp(`${unspaced}$`, 'u');
const unspacedAtStart = new RegExp(`^${unspaced}`, 'u');

/** Columns of a line; a wide character, as those of Chinese and Japanese, takes two. */
export const lineWidth = 42;

/** The text in one line, or in two of about one length where it is too long for one: broken at a space or a wide character. */
export function breakLines(text: string): readonly string[] {
  if (textWidth(text) <= lineWidth) return [text];
  const whole = textWidth(text);
  let best: { readonly offset: number; readonly cost: number } | null = null;
  for (const index of lineStarts(text)) {
    const first = textWidth(text.slice(0, index).trimEnd());
    const second = textWidth(text.slice(index).trimStart());
    const overlong = Math.max(0, first - lineWidth) + Math.max(0, second - lineWidth);
    const line = text.slice(0, index);
    const isAfterMark = /[\p{Po}\p{Pd}]\s*$/u.test(line);
    const ending = isAfterMark ? -markBonus : endsOpen(line) ? openCost : 0;
    const cost = overlong * whole + Math.abs(first - second) + ending;
    if (best === null || cost < best.cost) best = { offset: index, cost };
  }
  if (best === null) return [text];
  return [text.slice(0, best.offset).trimEnd(), text.slice(best.offset).trimStart()];
}

/** How uneven lines may be for a break after a mark. */
const markBonus = 16;
/** How uneven they may be to keep together what belongs so. */
const openCost = 12;

/** Whether the last word leads to the next one: a number, or in English an article, a preposition and the like. */
export function endsOpen(text: string): boolean {
  const [, last = ''] = /(?:^|\s)(\S+)\s*$/u.exec(text) ?? [];
  return /^[\p{Sc}#]?\d[\d.,]*$/u.test(last) || leadingWords.has(last.toLowerCase());
}

const leadingWords: ReadonlySet<string> = new Set(
  (
    'a an the my your his her its our their this these those and or but nor if that which who whose because as than of ' +
    'to in on at for from with by into about over under between i he she we they is are was were am be been has have ' +
    'had will would can could should may might must not no dr. mr. mrs. ms. prof.'
  ).split(' '),
);

/** Where a line may begin, but for the start: at a word, also where words have no spaces between them. */
export function lineStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (const { index, segment } of words.segment(text)) {
    const isAfterSpace = /\s$/u.test(text.slice(Math.max(0, index - 1), index)) && !/^\s/u.test(segment);
    if (index > 0 && (isAfterSpace || unspacedStart.test(segment))) starts.push(index);
  }
  return starts;
}

const words = new Intl.Segmenter('und', { granularity: 'word' });

/** A letter of a writing without spaces; no mark, and nothing that prolongs a letter. */
const unspacedStart =
  /^(?![\p{P}\p{M}ー])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{M}/u.test(character)) width += widePattern.test(character) ? 2 : 1;
  }
  return width;
}

const widePattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/** What stands around the place where a text goes, as far as it matters: some words on either side. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
  /** The last mark was said, not guessed. */
  readonly endsAsSaid?: boolean;
  /** The text begins or ends with a replacement: its case, its marks and its spaces stay. */
  readonly startsAsGiven?: boolean;
  readonly endsAsGiven?: boolean;
}

/**
 * A mark that begins what is said takes the place of the one before it.
 *
 * @returns how many characters before the place go
 */
export function replacedBefore(text: string, before: string): number {
  return startsWithMark.test(text) ? (/[,.;:!?，。；：！？、][ \t]*$/u.exec(before)?.[0].length ?? 0) : 0;
}

/** Not the dot of ".gitignore", nor what begins ":)". */
const startsWithMark = /^(?:[,.;:!?]+(?=["”’\s]|$)|[，。；：！？、])/u;

/**
 * Dictated words as they fit where they go: spaces where words would touch, a small letter where a sentence goes on, no
 * full stop where it goes on behind them. Names keep their capital: only words that are common at the start of a
 * sentence lose theirs.
 */
export function fitText(
  text: string,
  { before, after, endsAsSaid = false, startsAsGiven = false, endsAsGiven = false }: Surroundings,
): string {
  const start = startsAsGiven ? text : text.trimStart();
  const words = endsAsGiven ? start : start.trimEnd();
  if (words === '') return '';
  const isInSentence = /[\p{L}\p{N},;)\]"'”’…–—-]\s*$/u.test(before.replace(/[ \t]+$/u, ''));
  const fitted = goesOn(after) && !endsAsSaid && !endsAsGiven ? words.replace(/[.。]$/u, '') : words;
  const cased = isInSentence && !startsAsGiven ? uncapitalized(fitted) : fitted;
  return `${touchesBefore(before, cased) ? ' ' : ''}${cased}${touchesAfter(cased, after) ? ' ' : ''}`;
}

function goesOn(after: string): boolean {
  return /^[ \t]*[\p{Ll},;:.!?。，；：！？]/u.test(after);
}

/** Where a sentence begins. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Where a sentence goes on: names keep their capital. */
export function uncapitalized(text: string): string {
  const first = /^[\p{L}'’]+/u.exec(text)?.[0] ?? '';
  return isStarter(first.toLowerCase()) && first !== first.toUpperCase()
    ? first.toLowerCase() + text.slice(first.length)
    : lowerArticle(text);
}

/** Also "it's" and "don't"; "can't" has one n for two. */
function isStarter(word: string): boolean {
  const [, stem = '', ending = ''] = /^(.*?)(n['’]t|['’](?:s|re|ve|ll|d))?$/u.exec(word) ?? [];
  return starters.has(stem) || (ending.startsWith('n') && starters.has(`${stem}n`));
}

/** "A" is all capitals as it is. */
function lowerArticle(text: string): string {
  return /^A\s/u.test(text) ? `a${text.slice(1)}` : text;
}

function touchesBefore(before: string, text: string): boolean {
  const isQuoted = (before.match(/"/gu)?.length ?? 0) % 2 === 1;
  if (isQuoted && text.startsWith('"')) return false;
  return (
    (/[^\s([{<"'“‘/\-–—]$/u.test(before) || (!isQuoted && before.endsWith('"'))) &&
    !isSpaceless(before.slice(-1)) &&
    !isSpaceless(text.slice(0, 1)) &&
    !startsWithMark.test(text) &&
    !/^[\s)\]}]/u.test(text)
  );
}

function touchesAfter(text: string, after: string): boolean {
  return (
    /^[\p{L}\p{N}([{"“‘]/u.test(after) &&
    !/\s$/u.test(text) &&
    !isSpaceless(text.slice(-1)) &&
    !isSpaceless(after.slice(0, 1))
  );
}

/** Chinese and Japanese put no space between words; nor do their punctuation marks. */
export function isSpaceless(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF65]/u.test(character);
}

const starters: ReadonlySet<string> = new Set(
  (
    'after all also an and another any are as at because before both but by can could did do does each either even ' +
    'every few for from had has have he her here his how if in into is it its just let like made many may more most much ' +
    'my never no not nothing now of on once one only or other our out over perhaps she should since so some someone ' +
    'something such than that the their them then there these they this those through to too two under until up very ' +
    'was we were what when where whether which while who whose why will with within without wo would yes yet you your'
  ).split(' '),
);

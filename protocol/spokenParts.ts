/** The least piece of a text that is said: a word, a part of an identifier, or a letter of a script without spaces. */
export interface SpokenPart {
  /** In the text, `[start, end)` in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** The same however it is written: small letters, full-width forms as the usual ones. */
  readonly key: string;
  /** Nothing that belongs to it stands before it: "known" of "well-known" begins no word. */
  readonly beginsWord: boolean;
  readonly endsWord: boolean;
  /** So many parts from this one on are written as one: 2 for the first of "arrowFunction". */
  readonly joinedCount: number;
}

/**
 * A text in what is said of it. Case and punctuation are left out; an identifier is its words ("arrowFunction"), Han,
 * kana and the like are letters, but for a run of katakana, which is a word.
 */
export function toSpokenParts(text: string): readonly SpokenPart[] {
  const found = [...text.matchAll(partPattern)].map(({ 0: written, index }) => ({
    written,
    start: index,
    end: index + written.length,
    key: written.normalize('NFKC').toLowerCase(),
    isSpaced: !isUnspaced.test(written),
  }));
  type Found = (typeof found)[number];
  const border = (left: Found | undefined, right: Found | undefined): Border => {
    if (left === undefined || right === undefined) return 'free';
    const between = text.slice(left.end, right.start);
    if (!left.isSpaced || !right.isSpaced) return 'free';
    if (between === '') return 'joined';
    if (/^['’]$/u.test(between) && right.key === 's') return 'suffix';
    if (between === ',' && /\d$/u.test(left.key) && /^\d/u.test(right.key)) return 'bound';
    return bindsWords.test(between) ? 'bound' : 'free';
  };
  const borders = [...found, undefined].map((part, index) => border(found[index - 1], part));
  return found.map(({ start, end, key }, index) => {
    const before = borders[index] ?? 'free';
    const after = borders[index + 1] ?? 'free';
    const next = borders.findIndex((one, at) => at > index && one !== 'joined');
    return {
      start,
      end,
      key,
      beginsWord: before === 'free',
      endsWord: after === 'free' || after === 'suffix',
      joinedCount: before === 'joined' ? 1 : next - index,
    };
  });
}

/** What parts two parts: nothing, what stands inside a word, the apostrophe of "'s", or what stands between words. */
type Border = 'joined' | 'bound' | 'suffix' | 'free';

/** What stands inside a word: "well-known", "don't", "example.org", "std::move". */
const bindsWords = /^(?:[-.'’]|[_@/&+:#~\\]{1,3})$/u;

const isUnspaced =
  /^[\p{Script=Han}\p{scx=Hira}\p{scx=Kana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const unspacedLetter =
  '(?=\\p{L})[\\p{Script=Han}\\p{scx=Hira}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]\\p{M}*';
const spaced = `(?!${unspacedLetter}|\\p{Script=Katakana})`;

const partPattern = new RegExp(
  [
    '\\p{Script=Katakana}[\\p{Script=Katakana}\\u30FC\\uFF70\\p{M}]*',
    unspacedLetter,
    `(?:${spaced}\\p{N})+`,
    // Capitals that a word follows, as in "HTMLParser".
    `(?:${spaced}\\p{Lu}\\p{M}*)+(?![\\p{Ll}\\p{M}])`,
    `(?:${spaced}\\p{Lu}\\p{M}*)?(?:${spaced}[\\p{L}\\p{M}](?<!\\p{Lu}))+`,
  ].join('|'),
  'gu',
);

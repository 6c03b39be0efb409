import { cardinalWords } from './numberWords.ts';
import { matchAt, piece, type Rule, type SpokenPiece } from './rule.ts';

/** `Gen. 1:1`, `1 Cor. 13:4-7`, `2 Kings 3`: the short name of a book of the Bible, and which of several it is. */
export const bookOfBible: Rule = (input) => {
  const match = matchAt(shape, input.text, input.offset);
  const { ordinal, space = '', name = '', dot = '' } = match?.groups ?? {};
  const book = booksByName.get(name.toLowerCase());
  if (match === undefined || book === undefined) return undefined;
  const isShort = dot !== '';
  if (
    isShort &&
    book.isOnlyBeforeVerse &&
    matchAt(verseAhead, input.text, endOf(input, match)) === undefined
  ) {
    return undefined;
  }
  if (ordinal === undefined) return isShort ? piece(input, match[0].length, book.words) : undefined;
  if (!book.isOneOfSeveral) return undefined;
  const which = ordinals.get(ordinal) ?? ordinal.toLowerCase();
  const nameOffset = input.offset + ordinal.length + space.length;
  return [
    { startOffset: input.offset, endOffset: input.offset + ordinal.length, words: [which] },
    {
      startOffset: nameOffset,
      endOffset: endOf(input, match),
      words: isShort ? book.words : [name.toLowerCase()],
    },
  ];
};

/** `3:16`, `1:1-5` and `13:4–7, 8` right after the name of a book: chapter and verse, neither a time nor a score. */
export const verse: Rule = (input) => {
  const match = matchAt(chapterAndVerse, input.text, input.offset);
  const { chapter = '', first = '', dash, last } = match?.groups ?? {};
  const name = input.previous.replace(/\.$/u, '').toLowerCase();
  if (
    match === undefined ||
    !input.isAdjacent ||
    !booksByName.has(name) ||
    !/^\p{Lu}/u.test(input.previous)
  ) {
    return undefined;
  }
  const startOffset = input.offset + chapter.length + 1;
  const joint = last === undefined ? [] : ['to'];
  const numbers: SpokenPiece[] = [
    { startOffset: input.offset, endOffset: startOffset - 1, words: cardinalWords(chapter) },
    { startOffset, endOffset: startOffset + first.length, words: [...cardinalWords(first), ...joint] },
  ];
  if (last === undefined || dash === undefined) return numbers;
  const lastOffset = startOffset + first.length + dash.length;
  return [
    ...numbers,
    { startOffset: lastOffset, endOffset: lastOffset + last.length, words: cardinalWords(last) },
  ];
};

interface Book {
  readonly words: readonly string[];
  /** There is a first and a second one. */
  readonly isOneOfSeveral: boolean;
  /** Its short name is that of something else as well: a general, a colonel, a number. */
  readonly isOnlyBeforeVerse: boolean;
}

const shape =
  /(?:(?<ordinal>[1-3]|I{1,3}|First|Second|Third)(?<space>[ \u00A0]))?(?<name>\p{Lu}\p{Ll}{1,14})(?<dot>\.)?(?=[ \u00A0]\d{1,3}(?![\d\p{L}%°]))/uy;
const verseAhead = /[ \u00A0]\d{1,3}:\d/uy;
const chapterAndVerse =
  /(?<chapter>[1-9]\d{0,2}):(?<first>[1-9]\d{0,2})(?:(?<dash>[-–])(?<last>[1-9]\d{0,2}))?(?![\d\p{L}:]|[ \u00A0]?[ap]\.?m\b)/iuy;
const ordinals: ReadonlyMap<string, string> = new Map([
  ['1', 'first'],
  ['2', 'second'],
  ['3', 'third'],
  ['I', 'first'],
  ['II', 'second'],
  ['III', 'third'],
]);

/** Full names, then short ones; `+` has several, `!` is something else too. */
const booksByName: ReadonlyMap<string, Book> = new Map(
  (
    'genesis:gen!|exodus:ex!:exod|leviticus:lev|numbers:num!|deuteronomy:deut|joshua:josh!|judges:judg|ruth|+samuel:sam!|' +
    '+kings:kgs|+chronicles:chron:chr|ezra|nehemiah:neh|esther:esth|job|psalms:pss|psalm:ps!|proverbs:prov!|ecclesiastes:eccl|' +
    'isaiah:isa|jeremiah:jer|lamentations:lam|ezekiel:ezek|daniel:dan!|hosea:hos|joel|amos|obadiah:obad|jonah:jon!|micah:mic!|' +
    'nahum:nah|habakkuk:hab|zephaniah:zeph|haggai:hag|zechariah:zech|malachi:mal|matthew:matt!:mt!|mark:mk!|luke:lk!|+john:jn|' +
    'acts|romans:rom!|+corinthians:cor|galatians:gal!|ephesians:eph|philippians:phil!|colossians:col!|+thessalonians:thess|' +
    '+timothy:tim!|titus|philemon:philem|hebrews:heb|james:jas|+peter:pet!|jude|revelation:rev!'
  )
    .split('|')
    .flatMap((entry) => {
      const [full = '', ...short] = entry.split(':');
      const isOneOfSeveral = full.startsWith('+');
      const words = [full.replace('+', '')];
      return [words[0] ?? '', ...short].map((name): [string, Book] => {
        const isOnlyBeforeVerse = name.endsWith('!');
        return [name.replace('!', ''), { words, isOneOfSeveral, isOnlyBeforeVerse }];
      });
    }),
);

function endOf(input: Parameters<Rule>[0], match: RegExpExecArray): number {
  return input.offset + match[0].length;
}

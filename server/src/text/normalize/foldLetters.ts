/** Letters that no decomposition turns into a-z. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'th',
  Ð: 'Th',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'ng',
};
const invisible = /[\u00AD\u034F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFE00-\uFE0F]/gu;
const apostrophes = /[’ʼ＇‛`´]/gu;
const plain = /^[A-Za-z0-9'_]*$/u;

/**
 * Letters as A-Z and a-z, case kept: diacritics, ligatures, full-width forms, soft hyphens and direction marks are
 * taken away, and every apostrophe is `'`. Answers undefined when letters of another script remain.
 */
export function foldLetters(written: string): string | undefined {
  if (plain.test(written)) return written;
  const bare = written.replace(invisible, '').replace(apostrophes, "'");
  const decomposed = bare.normalize('NFKD').replace(/\p{M}/gu, '');
  const folded = decomposed.replace(/[^\0-\x7F]/gu, (letter) => plainLetters[letter] ?? letter);
  return plain.test(folded) ? folded : undefined;
}

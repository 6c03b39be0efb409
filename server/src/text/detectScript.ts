export type TextScript =
  | 'latin'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'cyrillic'
  | 'greek'
  | 'arabic'
  | 'hebrew'
  | 'devanagari'
  | 'thai'
  | 'other';

/** Letters looked at; enough for any text, and a bound for a long one. */
const sampleCharacters = 20_000;
const scripts: readonly (readonly [TextScript, RegExp])[] = [
  ['latin', /\p{Script=Latin}/gu],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['han', /\p{Script=Han}/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  ['thai', /\p{Script=Thai}/gu],
];
/** A text with this share of kana among its kana and Han characters is Japanese. */
const japaneseShare = 0.1;
/** One character of these says about as much as so many letters. */
const ideographWeight = 3;

/**
 * The script most of a text is written in, by its first 20,000 characters: `kana` for Japanese, Han characters
 * included. Null where it has no letters, such as a text of digits or emoji.
 */
export function detectScript(text: string): TextScript | null {
  const sample = text.slice(0, sampleCharacters);
  const counts = new Map<TextScript, number>();
  for (const [script, letters] of scripts) counts.set(script, sample.match(letters)?.length ?? 0);
  const known = [...counts.values()].reduce((total, count) => total + count, 0);
  counts.set('other', (sample.match(/\p{L}/gu)?.length ?? 0) - known);
  weighIdeographs(counts);
  const [script, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return count > 0 ? script : null;
}

function weighIdeographs(counts: Map<TextScript, number>): void {
  const han = counts.get('han') ?? 0;
  const kana = counts.get('kana') ?? 0;
  const isJapanese = kana > 0 && kana >= (han + kana) * japaneseShare;
  counts.set('kana', isJapanese ? (han + kana) * ideographWeight : kana);
  counts.set('han', isJapanese ? 0 : han * ideographWeight);
}

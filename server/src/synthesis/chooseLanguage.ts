/** Scripts that tell a language, or a family of which it is the most likely. Latin is not among them. */
const scriptLanguages: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/** Languages that are not written in Latin letters. */
const nonLatinVoices: ReadonlySet<string> = new Set(['ja', 'zh', 'hi']);

export interface LanguageQuestion {
  readonly text: string;
  /** What the caller said. */
  readonly requested?: string;
  readonly voiceLanguage: string;
}

/**
 * Languages of the voices that are written in Latin letters alone; English says Greek letters by their names. What is
 * mostly in other letters is not in one of them, whatever a whole script is said to be in: nothing would be heard of it.
 */
const latinLanguages: ReadonlySet<string> = new Set(['en', 'es', 'fr', 'it', 'pt', 'de']);

/**
 * The language a text is spoken in, BCP-47. What the caller says holds, where it can be written in these letters.
 * Otherwise it is the voice's language, with two exceptions that the letters tell: a text mostly in another script is in that script's language, and a text
 * without a letter of the script of a Chinese, Japanese or Hindi voice is English spoken by that voice.
 */
export function chooseLanguage({ text, requested, voiceLanguage }: LanguageQuestion): string {
  const written = scriptLanguage(text);
  if (requested !== undefined) {
    const isForeign = written !== null && written !== 'el' && latinLanguages.has(primaryLanguage(requested));
    return isForeign ? written : requested;
  }
  const spoken = primaryLanguage(voiceLanguage);
  if (written !== null) return isSameScript(written, spoken) ? voiceLanguage : written;
  return nonLatinVoices.has(spoken) ? 'en-US' : voiceLanguage;
}

/** The part before the region: `en` of `en-GB`. */
export function primaryLanguage(language: string): string {
  return (language.split(/[-_]/u)[0] ?? language).toLowerCase();
}

/** Null where most letters are Latin, or there are none. */
function scriptLanguage(text: string): string | null {
  const letterCount = count(text, /\p{L}/gu);
  const counts = scriptLanguages.map(([language, letters]) => ({ language, letters: count(text, letters) }));
  const han = counts.find(({ language }) => language === 'zh')?.letters ?? 0;
  const kana = counts.find(({ language }) => language === 'ja')?.letters ?? 0;
  if (kana > 0 && (kana + han) * 2 > letterCount) return 'ja';
  return counts.find(({ letters }) => letters * 2 > letterCount)?.language ?? null;
}

/** A Japanese voice reads a line of Han letters alone as Japanese. */
function isSameScript(written: string, voice: string): boolean {
  return written === voice || (written === 'zh' && voice === 'ja');
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

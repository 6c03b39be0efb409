import { spokenLanguage } from '../spokenLanguage.ts';

/** A stretch of a text, `[start, end)` in UTF-16 code units. */
export interface FillerPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * Sounds of hesitation, in a language whose words they are not: "um" is a word of German and Portuguese, "er" of German
 * and Dutch, "eh" of German and Spanish. What may answer or mean something stays: "uh-huh", "uh-oh", "hmm", 嗯 by itself,
 * and so does what is quoted or written in capitals ("the ER").
 *
 * @param language  BCP-47; null: unknown, and none is found
 */
export function findFillers(text: string, language: string | null): readonly FillerPlace[] {
  const pattern = language === null ? undefined : patterns[spokenLanguage(language)];
  if (pattern === undefined) return [];
  const found = [...text.matchAll(pattern)].map(({ 0: written, index }) => ({
    written,
    start: index,
    end: index + written.length,
  }));
  return found
    .filter(({ written }) => !isAcronym(written))
    .filter(({ start, end }) => !isQuoted(text, { start, end }) && !isAnswer(text, { start, end }));
}

/** A filler said in one breath with itself, "um-um", is one. */
function spaced(...forms: readonly string[]): RegExp {
  const any = `(?:${forms.join('|')})`;
  const inWord = "[-.'’_@/]";
  return new RegExp(
    `(?<![\\p{L}\\p{M}\\p{N}]|[\\p{L}\\p{M}\\p{N}]${inWord}|(?:^|\\s)-)` +
      `${any}(?:-${any})*` +
      `(?!${inWord}?[\\p{L}\\p{M}\\p{N}])`,
    'giu',
  );
}

function unspaced(...forms: readonly string[]): RegExp {
  return new RegExp(forms.join('|'), 'gu');
}

/** Between marks, spaces and the ends of the text; asked or called out they are no hesitation. */
const alone = (form: string): string =>
  `(?<![\\p{L}\\p{M}\\p{N}ー])(?:${form})(?![\\p{L}\\p{M}\\p{N}ー！？!?])`;

const chinese = unspaced('(?<!嗯)嗯(?![嗯哼啊])', '(?<![打呃])呃{1,4}嗯?(?![逆呃])');
const notInterjection = '(?!-uh|(?:-|[ ,]+)(?:huh|oh|hu|ah)(?!\\p{L}))';
const nordic = ['eh+', 'ehm+', 'øh+m*', 'öh+m*', 'æh+m*'];

const patterns: Readonly<Record<string, RegExp>> = {
  en: spaced('um+', 'u+hm+', `uh+${notInterjection}`, 'er', 'erm+', 'ehm+'),
  de: spaced('ä+h+m*', 'ö+h+m*', 'ä+hm+', 'ehm+', 'uhm+'),
  fr: spaced('e+u+h+m*', 'heu+'),
  es: spaced('e{2,}h*m*', 'ehm+'),
  it: spaced('e{2,}h*m*', 'ehm+', 'uhm+'),
  pt: spaced('ã+h+m*', 'é{2,}h*', 'ehm+', 'ahn'),
  nl: spaced('eh+', 'ehm+', `uh+${notInterjection}`, 'uhm+', 'öh+m*'),
  sv: spaced(...nordic),
  da: spaced(...nordic),
  no: spaced(...nordic),
  nb: spaced(...nordic),
  nn: spaced(...nordic),
  fi: spaced('ö{2,}h*', 'öhm+', 'ehm+'),
  pl: spaced('y{2,}', 'e{2,}', 'ehm+', 'yhm+'),
  ru: spaced('э{2,}м*', 'э(?:-э)+м*', 'эм{2,}'),
  zh: chinese,
  yue: chinese,
  ja: unspaced(
    '(?<![ねへえ])え(?:ー{1,6}っ?と|っと)ー{0,6}',
    // ええところ, ええとも and ええと思う are words.
    '(?<![ねへえ])ええっ?と(?![もこ思言い])ー{0,6}',
    alone('えー{1,6}|あの[ーう]{1,6}|そのー{1,6}|んー{1,6}|うー{1,6}んと'),
    'あのー{1,6}(?!\\p{Script=Katakana})',
  ),
  ko: spaced('으음+', '음+(?=[,.…])'),
};

/** "The ER", "UM", but for a sentence that is all of capitals. */
function isAcronym(written: string): boolean {
  return written.length > 1 && written === written.toUpperCase() && written !== written.toLowerCase();
}

function isQuoted(text: string, { start, end }: FillerPlace): boolean {
  return (
    /["'“”‘’«»„「」『』(（[]$/u.test(text.slice(0, start)) &&
    /^[.,!?]?["'“”‘’«»」』)）\]]/u.test(text.slice(end))
  );
}

/** By itself 嗯 says yes. */
function isAnswer(text: string, { start, end }: FillerPlace): boolean {
  return text.slice(start, end) === '嗯' && !/[\p{L}\p{N}]/u.test(text.slice(0, start) + text.slice(end));
}

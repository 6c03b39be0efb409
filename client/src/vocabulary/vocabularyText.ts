import { longestPhrase, parseVocabulary, phraseOf } from '../../../protocol/vocabulary.ts';

/** More words is a sentence, not a name. */
const mostWords = 6;

/** @returns null for what is no phrase of a vocabulary: nothing, several lines, a whole sentence */
export function toPhrase(selected: string): string | null {
  const phrase = selected.trim().replaceAll(/[ \t]+/gu, ' ');
  const isName =
    /[\p{L}\p{N}]/u.test(phrase) &&
    phrase.length <= longestPhrase &&
    phrase.split(' ').length <= mostWords &&
    !/[\r\n]/u.test(phrase) &&
    phraseOf(phrase) === phrase;
  return isName ? phrase : null;
}

/** The text of a vocabulary with one more line. @returns null where it has the phrase already */
export function withPhrase(text: string, phrase: string): string | null {
  if (parseVocabulary(text).phrases.includes(phrase)) return null;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const isEnded = text === '' || /[\r\n]$/u.test(text);
  return `${text}${isEnded ? '' : lineEnd}${phrase}${lineEnd}`;
}

/** Without the lines of a phrase. @returns null where it has none */
export function withoutPhrase(text: string, phrase: string): string | null {
  const lines = text.split(/(?<=\n)/u);
  const others = lines.filter((line) => phraseOf(line.trimEnd()) !== phrase);
  return others.length === lines.length ? null : others.join('');
}

import type { EnglishDialect } from './kokoroPhonemes.ts';
import { wordAfter, type Sentence } from './spokenWord.ts';

/**
 * Little words as they are said inside a sentence: without stress, or with secondary stress, and reduced.
 * At the end of a phrase most of them get their full form back ("what is it for?").
 *
 * @param nextVowel  whether the sound that follows without a pause is a vowel; unknown at the end of a phrase
 * @returns          Kokoro's characters, or nothing for every other word
 */
export function functionWord(sentence: Sentence, index: number, context: SoundContext): string | undefined {
  const word = sentence[index]?.text ?? '';
  const { dialect, nextVowel } = context;
  switch (word) {
    case 'a':
      return 'ɐ';
    case 'an':
      return 'ɐn';
    case 'the':
      return nextVowel === true ? 'ði' : 'ðə';
    case 'to':
      if (nextVowel === undefined) return dialect === 'us' ? 'tu' : 'tuː';
      return nextVowel ? 'tʊ' : 'tə';
    case 'am':
      return nextVowel === undefined ? `ˈ${openA(dialect)}m` : 'ɐm';
    case 'used':
      return wordAfter(sentence, index) === 'to' ? `j${long('ˈu', dialect)}st` : undefined;
    default:
      break;
  }
  const form = forms[dialect].get(word);
  if (form === undefined) return undefined;
  if (sentence[index]?.endsPhrase === true) return stressAtEnd(form, word);
  return dialect === 'gb' && nextVowel === true && linkingWords.has(word) ? `${form}ɹ` : form;
}

/** "for an hour": these end in an r that British English says only before a vowel. */
const linkingWords = new Set(['for', 'or', 'are', 'were', 'her', 'your', 'our', 'their', 'there', 'where']);

/** "it's", "they're", "I'll": light inside a phrase, like the pronouns they are made of. */
export function isLightContraction(sentence: Sentence, index: number): boolean {
  const word = sentence[index];
  return word !== undefined && !word.endsPhrase && lightContraction.test(word.text);
}

const lightContraction = /^(i'm|(i|you|he|she|it|we|they|that|there|who|what)'(s|re|ll|ve|d))$/;

export interface SoundContext {
  readonly dialect: EnglishDialect;
  readonly nextVowel: boolean | undefined;
}

function openA(dialect: EnglishDialect): string {
  return dialect === 'us' ? 'æ' : 'a';
}

function long(vowel: string, dialect: EnglishDialect): string {
  return dialect === 'us' ? vowel : `${vowel}ː`;
}

// Pronouns and articles stay light at the end of a phrase; "it" there is not an accent.
const lightAtEnd = new Set(['it', 'i', 'me', 'him', 'them', 'us', 'you', 'he', 'she', 'we', 'they']);

function stressAtEnd(form: string, word: string): string {
  if (lightAtEnd.has(word)) return form;
  if (form.includes('ˌ')) return form.replace('ˌ', 'ˈ');
  return form.includes('ˈ') ? form : form.replace(/[AIOQWYaiuæɑɒɔəɛɜɪʊʌ]/, 'ˈ$&');
}

/** word, American, British; sorted by kind. */
const rows: readonly (readonly [word: string, us: string, gb: string])[] = [
  ['of', 'ʌv', 'ɒv'], ['and', 'ænd', 'and'], ['for', 'fɔɹ', 'fɔː'], ['from', 'fɹʌm', 'fɹɒm'], ['at', 'æt', 'at'],
  ['in', 'ɪn', 'ɪn'], ['on', 'ˌɔn', 'ˌɒn'], ['by', 'bI', 'bI'], ['with', 'wɪð', 'wɪð'], ['as', 'æz', 'az'],
  ['or', 'ɔɹ', 'ɔː'], ['but', 'bˌʌt', 'bˌʌt'], ['if', 'ɪf', 'ɪf'], ['than', 'ðæn', 'ðan'], ['so', 'sˌO', 'sˌQ'],
  ['that', 'ðæt', 'ðat'], ['this', 'ðɪs', 'ðɪs'], ['these', 'ðiz', 'ðiːz'], ['those', 'ðOz', 'ðQz'],
  ['i', 'ˌI', 'ˌI'], ['he', 'hi', 'hiː'], ['she', 'ʃi', 'ʃiː'], ['it', 'ɪt', 'ɪt'], ['we', 'wi', 'wiː'],
  ['you', 'ju', 'juː'], ['they', 'ðA', 'ðA'], ['me', 'mˌi', 'mˌiː'], ['him', 'hˌɪm', 'hˌɪm'],
  ['her', 'hɜɹ', 'hɜː'], ['us', 'ˌʌs', 'ˌʌs'], ['them', 'ðˌɛm', 'ðˌɛm'], ['my', 'mI', 'mI'],
  ['your', 'jʊɹ', 'jɔː'], ['his', 'hɪz', 'hɪz'], ['its', 'ɪts', 'ɪts'], ['our', 'ˌWəɹ', 'ˌWə'],
  ['their', 'ðɛɹ', 'ðɛː'], ['there', 'ðɛɹ', 'ðɛː'],
  ['is', 'ɪz', 'ɪz'], ['are', 'ɑɹ', 'ɑː'], ['was', 'wʌz', 'wɒz'], ['were', 'wɜɹ', 'wɜː'], ['be', 'bi', 'biː'],
  ['been', 'bɪn', 'biːn'], ['has', 'hæz', 'haz'], ['have', 'hæv', 'hav'], ['had', 'hæd', 'had'],
  ['can', 'kæn', 'kan'], ['will', 'wɪl', 'wɪl'], ['would', 'wʊd', 'wʊd'], ['could', 'kʊd', 'kʊd'],
  ['should', 'ʃˌʊd', 'ʃˌʊd'], ['shall', 'ʃˌæl', 'ʃˌal'], ['must', 'mˌʌst', 'mˌʌst'], ['might', 'mˌIt', 'mˌIt'],
  ['what', 'wˌʌt', 'wˌɒt'], ['which', 'wˌɪʧ', 'wˌɪʧ'], ['who', 'hˌu', 'hˌuː'], ['when', 'wˌɛn', 'wˌɛn'],
  ['where', 'wˌɛɹ', 'wˌɛː'], ['how', 'hˌW', 'hˌW'], ['why', 'wˌI', 'wˌI'], ['while', 'wˌIl', 'wˌIl'],
  ['not', 'nˌɑt', 'nˌɒt'], ['some', 'sˌʌm', 'sˌʌm'], ['up', 'ˌʌp', 'ˌʌp'],
  ['because', 'bəkˈʌz', 'bɪkˈɒz'], ['been', 'bɪn', 'biːn'], ['into', 'ˈɪntu', 'ˈɪntuː'],
  ['through', 'θɹu', 'θɹuː'], ['until', 'ʌntˈɪl', 'əntˈɪl'],
]; // prettier-ignore

const forms: Readonly<Record<EnglishDialect, ReadonlyMap<string, string>>> = {
  us: new Map(rows.map(([word, us]) => [word, us])),
  gb: new Map(rows.map(([word, , gb]) => [word, gb])),
};

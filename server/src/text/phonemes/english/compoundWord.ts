import type { EnglishLexicon } from './lexiconFile.ts';
import { isVowel, parsePronunciation, quality, type Pronunciation } from './phones.ts';

/**
 * Says a word made of two words, or of a beginning such as "un-" and a word: the first of two words keeps the
 * main stress ("webpage"), a beginning leaves it to the word ("unfollow").
 */
export function compoundWord(word: string, lexicon: EnglishLexicon): Pronunciation | undefined {
  return prefixedWord(word, lexicon) ?? twoWords(word, lexicon);
}

function prefixedWord(word: string, lexicon: EnglishLexicon): Pronunciation | undefined {
  for (const [letters, pronunciation] of prefixes) {
    if (!word.startsWith(letters) || word.length - letters.length < 4) continue;
    const known = lexicon.pronunciations(word.slice(letters.length))[0];
    if (known !== undefined) return [...pronunciation, ...known];
  }
  return undefined;
}

function twoWords(word: string, lexicon: EnglishLexicon): Pronunciation | undefined {
  // The cut nearest to the middle first: longer halves are less likely to be there by chance.
  const cuts = Array.from({ length: Math.max(word.length - 5, 0) }, (_, index) => index + 3);
  cuts.sort((left, right) => Math.abs(left - word.length / 2) - Math.abs(right - word.length / 2));
  for (const cut of cuts) {
    const first = wordPart(word.slice(0, cut), lexicon);
    const second = wordPart(word.slice(cut), lexicon);
    if (first !== undefined && second !== undefined) return [...first, ...second.map(weaken)];
  }
  return undefined;
}

/** Words of three letters make compounds by chance more often than by meaning: only these count. */
const shortParts = new Set(
  'air all any app arm art bag bar bed big bit bot box bus buy car cat cup day dev dog dot dry ear end eye fan far fat fly fun gas gun hat hot ice job key kit lab law led leg log lot low man map men mud net new off oil old one out pad pan pay pen pet pig pin pop pot pub raw red run sad saw sea set sex sky sun tap tax tea tie tip toe top toy tub two van war way web wet'.split(
    ' ',
  ),
);

function wordPart(part: string, lexicon: EnglishLexicon): Pronunciation | undefined {
  if (part.length === 3 && !shortParts.has(part)) return undefined;
  const known = lexicon.pronunciations(part)[0];
  return known?.some(isVowel) === true ? known : undefined;
}

function weaken(phone: string): string {
  return phone.endsWith('1') ? `${quality(phone)}2` : phone;
}

const prefixes: readonly (readonly [letters: string, pronunciation: Pronunciation])[] = [
  ['counter', 'K AW2 N T ER0'], ['crypto', 'K R IH2 P T OW0'], ['electro', 'IH0 L EH2 K T R OW0'],
  ['under', 'AH2 N D ER0'], ['inter', 'IH2 N T ER0'], ['hyper', 'HH AY2 P ER0'], ['super', 'S UW2 P ER0'],
  ['cyber', 'S AY2 B ER0'], ['micro', 'M AY2 K R OW0'], ['macro', 'M AE2 K R OW0'], ['multi', 'M AH2 L T IY0'],
  ['ultra', 'AH2 L T R AH0'], ['infra', 'IH2 N F R AH0'], ['trans', 'T R AE2 N Z'], ['photo', 'F OW2 T OW0'],
  ['anti', 'AE2 N T IY0'], ['auto', 'AO2 T OW0'], ['over', 'OW2 V ER0'], ['semi', 'S EH2 M IY0'],
  ['post', 'P OW2 S T'], ['mega', 'M EH2 G AH0'], ['giga', 'G IH2 G AH0'], ['nano', 'N AE2 N OW0'],
  ['tele', 'T EH2 L AH0'], ['fore', 'F AO2 R'], ['out', 'AW2 T'], ['non', 'N OA2 N'], ['pre', 'P R IY2'],
  ['sub', 'S AH2 B'], ['mis', 'M IH2 S'], ['dis', 'D IH2 S'], ['un', 'AH2 N'], ['re', 'R IY2'], ['de', 'D IY2'],
  ['co', 'K OW2'],
].map(([letters = '', phones = '']) => [letters, parsePronunciation(phones)]); // prettier-ignore

import {
  isVowel,
  quality,
  type Phone,
  type Pronunciation,
} from '../../server/src/text/phonemes/english/phones.ts';

/** Writes alike what the dictionary writes in several ways. */
export function tidyPronunciation(word: string, pronunciation: Pronunciation): Pronunciation {
  const main = mainStress(word, pronunciation);
  return pronunciation.map((phone, index): Phone => {
    if (!isVowel(phone)) return phone;
    const next = pronunciation[index + 1];
    if (index === main) return tenseBeforeR(`${quality(phone)}1`, next);
    if (phone.endsWith('1')) return tenseBeforeR(`${quality(phone)}2`, next);
    if (index === pronunciation.length - 1 && phone === 'IY2') return 'IY0';
    if (index === 0 && word.startsWith('un') && phone === 'AH0' && next === 'N') return 'AH2';
    if (index === 1 && lightPrefix.test(word) && /^(IH2|IY2|AH2)$/.test(phone)) {
      return stressIsNext(pronunciation, index) ? `${quality(phone)}0` : phone;
    }
    return tenseBeforeR(phone, next);
  });
}

/** Where the one main stress is: the last of several in numbers, "engineer" and spelled letters, else the first. */
function mainStress(word: string, pronunciation: Pronunciation): number {
  const primaries = pronunciation.flatMap((phone, index) => (phone.endsWith('1') ? [index] : []));
  const isLast = primaries.length > 2 || /(teen(th|s)?|eers?|eering|ese|esque)$/.test(word);
  const primary = isLast ? primaries.at(-1) : primaries[0];
  return primary ?? pronunciation.findIndex((phone) => phone.endsWith('2'));
}

/** "hear" and "beer" have one vowel, so have "poor" and "tour". */
function tenseBeforeR(phone: Phone, next: Phone | undefined): Phone {
  if (next !== 'R') return phone;
  return phone.replace('IY', 'IH').replace('UW', 'UH');
}

const lightPrefix = /^(de|re|be|pre)[^aeiou]/;

function stressIsNext(pronunciation: Pronunciation, index: number): boolean {
  return (
    pronunciation
      .slice(index + 1)
      .find(isVowel)
      ?.endsWith('1') === true
  );
}

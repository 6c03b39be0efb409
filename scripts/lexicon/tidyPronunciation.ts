import {
  isVowel,
  quality,
  type Phone,
  type Pronunciation,
} from '../../server/src/text/phonemes/english/phones.ts';

/** Writes alike what the dictionary writes in several ways. */
export function tidyPronunciation(word: string, pronunciation: Pronunciation): Pronunciation {
  const primaries = pronunciation.filter((phone) => phone.endsWith('1')).length;
  let primariesLeft = primaries;
  return pronunciation.map((phone, index): Phone => {
    if (!isVowel(phone)) return phone;
    const next = pronunciation[index + 1];
    if (phone.endsWith('1') && primariesLeft-- > 1) return `${quality(phone)}2`;
    if (next === 'R' && (quality(phone) === 'IY' || quality(phone) === 'UW')) {
      return `${quality(phone) === 'IY' ? 'IH' : 'UH'}${phone.slice(-1)}`;
    }
    if (index === pronunciation.length - 1 && phone === 'IY2') return 'IY0';
    if (index === 0 && word.startsWith('un') && phone === 'AH0' && next === 'N') return 'AH2';
    if (index === 1 && lightPrefix.test(word) && /^(IH2|IY2|AH2)$/.test(phone)) {
      return stressIsNext(pronunciation, index) ? `${quality(phone)}0` : phone;
    }
    return phone;
  });
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

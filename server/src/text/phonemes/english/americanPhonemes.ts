import { consonantPhonemes, isEndingVowel, isSyllabicL, isSyllabicN, stressMark } from './soundPatterns.ts';
import { isVowel, quality, type Pronunciation } from './phones.ts';

/** A word as the American voices were trained to read it. */
export function americanPhonemes(pronunciation: Pronunciation, spelling: string): string {
  const endingIndex = isEndingVowel(pronunciation, spelling) ? pronunciation.length - 2 : -1;
  return pronunciation
    .map((phone, index) => {
      if (isVowel(phone)) return index === endingIndex ? 'ᵻ' : americanVowel(pronunciation, index);
      return isFlap(pronunciation, index) ? 'ɾ' : (consonantPhonemes[phone] ?? '');
    })
    .join('');
}

const americanVowels: Readonly<Record<string, string>> = {
  AA: 'ɑ', AE: 'æ', AH: 'ʌ', AO: 'ɔ', AW: 'W', AY: 'I', EH: 'ɛ', ER: 'ɜɹ', EW: 'u', EY: 'A',
  IH: 'ɪ', IY: 'i', OA: 'ɑ', OO: 'ɔ', OW: 'O', OY: 'Y', UH: 'ʊ', UW: 'u',
}; // prettier-ignore

function americanVowel(pronunciation: Pronunciation, index: number): string {
  const phone = pronunciation[index] ?? '';
  if (phone === 'AH0') {
    return isSyllabicL(pronunciation, index) || isSyllabicN(pronunciation, index) ? 'ᵊ' : 'ə';
  }
  if (phone === 'ER0') return pronunciation[index + 1] === 'R' ? 'ə' : 'əɹ';
  if (quality(phone) === 'ER' && pronunciation[index + 1] === 'R') return `${stressMark(phone)}ɜ`;
  return stressMark(phone) + (americanVowels[quality(phone)] ?? '');
}

/** Between vowels, the second of them unstressed, t is a tap ("water", "party", "little"), but not before a syllabic n. */
function isFlap(pronunciation: Pronunciation, index: number): boolean {
  const before = pronunciation[index - 1];
  const after = pronunciation[index + 1] ?? '';
  return (
    pronunciation[index] === 'T' &&
    (isVowel(before) || (before === 'R' && isVowel(pronunciation[index - 2]))) &&
    after.endsWith('0') &&
    !isSyllabicN(pronunciation, index + 1)
  );
}

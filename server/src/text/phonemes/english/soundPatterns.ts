import { isVowel, type Phone, type Pronunciation } from './phones.ts';

/** Consonants sound the same in every dialect that Kokoro speaks. */
export const consonantPhonemes: Readonly<Record<string, string>> = {
  B: 'b', CH: 'ʧ', D: 'd', DH: 'ð', F: 'f', G: 'ɡ', HH: 'h', JH: 'ʤ', K: 'k', L: 'l', M: 'm', N: 'n',
  NG: 'ŋ', P: 'p', R: 'ɹ', S: 's', SH: 'ʃ', T: 't', TH: 'θ', V: 'v', W: 'w', Y: 'j', Z: 'z', ZH: 'ʒ',
}; // prettier-ignore

/** The stress mark of a vowel; it stands directly before it. */
export function stressMark(phone: Phone): string {
  if (phone.endsWith('1')) return 'ˈ';
  return phone.endsWith('2') ? 'ˌ' : '';
}

/** `AH0 L` at the end or before a consonant is a syllabic l ("middle", "animals"). */
export function isSyllabicL(pronunciation: Pronunciation, index: number): boolean {
  return (
    pronunciation[index] === 'AH0' &&
    pronunciation[index + 1] === 'L' &&
    !isVowel(pronunciation[index + 2]) &&
    index > 0 &&
    !isVowel(pronunciation[index - 1])
  );
}

/** `AH0 N` after t or d is a syllabic n ("button", "sudden"). */
export function isSyllabicN(pronunciation: Pronunciation, index: number): boolean {
  return (
    /^(AH0|IH0)$/.test(pronunciation[index] ?? '') &&
    pronunciation[index + 1] === 'N' &&
    !isVowel(pronunciation[index + 2]) &&
    /^[TD]$/.test(pronunciation[index - 1] ?? '') &&
    isVowel(pronunciation[index - 2])
  );
}

/** The vowel of the endings in "boxes" and "wanted". */
export function isEndingVowel(pronunciation: Pronunciation, spelling: string): boolean {
  const [vowel, consonant] = pronunciation.slice(-2);
  return (
    /^(AH0|IH0)$/.test(vowel ?? '') &&
    ((consonant === 'Z' && /(es|'s)$/.test(spelling)) || (consonant === 'D' && spelling.endsWith('ed')))
  );
}

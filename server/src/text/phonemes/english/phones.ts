/**
 * The sounds of English as the lexicon stores them: ARPAbet, vowels with their stress digit (0 none, 1 primary,
 * 2 secondary), and three vowels more than ARPAbet has, because American and British English split there:
 * `OA` is the vowel of "lot" (American ɑ, British ɒ; `AA` keeps "palm", ɑ and ɑː), `OO` the vowel of "cloth"
 * (American ɔ, British ɒ; `AO` keeps "thought", ɔ and ɔː), `EW` that of "tune" (American u, British juː).
 */
export type Phone = string;

/** One way to say one word. */
export type Pronunciation = readonly Phone[];

export const consonants = [
  'B', 'CH', 'D', 'DH', 'F', 'G', 'HH', 'JH', 'K', 'L', 'M', 'N',
  'NG', 'P', 'R', 'S', 'SH', 'T', 'TH', 'V', 'W', 'Y', 'Z', 'ZH',
] as const; // prettier-ignore

export const vowels = [
  'AA', 'AE', 'AH', 'AO', 'AW', 'AY', 'EH', 'ER', 'EW', 'EY',
  'IH', 'IY', 'OA', 'OO', 'OW', 'OY', 'UH', 'UW',
] as const; // prettier-ignore

/** Every phone by its code in the lexicon file; code 0 stands for no sound. New phones go to the end. */
export const phones: readonly Phone[] = [
  '',
  ...consonants,
  ...vowels.flatMap((vowel) => [`${vowel}0`, `${vowel}1`, `${vowel}2`]),
];

export function isVowel(phone: Phone | undefined): boolean {
  return phone !== undefined && /\d$/.test(phone);
}

export function countMainStresses(pronunciation: Pronunciation): number {
  return pronunciation.filter((phone) => phone.endsWith('1')).length;
}

/** The phone without its stress digit. */
export function quality(phone: Phone): string {
  return phone.replace(/\d$/, '');
}

export function parsePronunciation(text: string): Pronunciation {
  return text.split(' ').filter((phone) => phone !== '');
}

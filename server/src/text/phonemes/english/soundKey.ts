import { quality, type Pronunciation } from './phones.ts';

/** Equal for pronunciations that sound alike: unstressed vowels and secondary stresses are hardly heard apart. */
export function soundKey(pronunciation: Pronunciation): string {
  return pronunciation.map(phoneKey).join(' ');
}

function phoneKey(phone: string): string {
  if (/^(?:AH|EH|IH|UH)0$/.test(phone)) return '@';
  const openVowel = phone.replace(/^(?:AA|AO|OA|OO)(?=\d)/, 'O').replace(/^EW(?=\d)/, 'UW');
  return openVowel.endsWith('1') ? openVowel : quality(openVowel);
}
